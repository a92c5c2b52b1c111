"""Words that a key may not be: they would need quotes on some warehouse, or are ours."""

_SQL = """
all analyse analyze and any array as asc asymmetric at both case cast check collate column
constraint create cross cube current current_date current_time current_timestamp current_user
default deferrable delete desc distinct do drop else end except exists false fetch following for
foreign from full grant group grouping having if ignore in inner insert intersect interval into
is join lateral lead leading left like limit localtime localtimestamp natural not null nulls of
offset on only or order outer over partition pivot placing preceding primary qualify range
references returning right rollup row rows select semi session_user set similar some struct
symmetric table tablesample then to trailing true unbounded union unique unnest unpivot update
user using values variadic view when where window with
"""
_OURS = "audience definition rule run segments segsmith"
_FILE_NAMES = "con prn aux nul"

RESERVED_KEYS = frozenset(f"{_SQL} {_OURS} {_FILE_NAMES}".split())
