"""Two rows become one association, and for thirty days two again.

`follows` says what becomes of every table, `choices` what a person chooses between, `journal` what
is kept to put things back, `merge` and `undo` what happens.
"""

from associations.merging.merge import merge
from associations.merging.undo import forget_merges, undo, why_not_undone

__all__ = ["forget_merges", "merge", "undo", "why_not_undone"]
