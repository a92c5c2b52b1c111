{# The instant that limits of time are counted from, as a datetime: the as-of of the run, or of the
   run before it while `is_passed` asks where a limit was then. #}
{% macro counted_from() %}
    {{ return(context.get('segsmith_counted_from') or segsmith.run_row().as_of) }}
{% endmacro %}
