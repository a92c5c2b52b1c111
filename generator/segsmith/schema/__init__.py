"""The JSON Schema of definition files, for editors: made from the models, worded by `words`."""

from segsmith.schema.files import (
    KINDS,
    comment_line,
    kind_of_file,
    refresh_comments,
    refresh_schemas,
    schema_of,
)

__all__ = [
    "KINDS",
    "comment_line",
    "kind_of_file",
    "refresh_comments",
    "refresh_schemas",
    "schema_of",
]
