{# What the definitions expect of their members holds: the rows of the model are what does not. #}
{% test expectations_hold(model) %}

select * from {{ model }}

{% endtest %}
