"""What tests share: spec cases, typed rows, a throw-away dbt project, warehouses."""
