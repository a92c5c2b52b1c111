"""The warehouse as the command line sees it: found and reached only through dbt."""

from segsmith.warehouse.errors import WarehouseError
from segsmith.warehouse.place import Place, find_root

__all__ = ["Place", "WarehouseError", "find_root"]
