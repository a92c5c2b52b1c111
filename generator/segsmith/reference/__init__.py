"""The reference interpreter: what a definition means, in plain Python, one contact at a time.

It shares only the parsed definition with the generator, and is written to be believed at sight:
no sharing, no SQL, no speed. Tests compare every warehouse with it.
"""

from segsmith.reference.ledger import ReferenceLedger
from segsmith.reference.members import members

__all__ = ["ReferenceLedger", "members"]
