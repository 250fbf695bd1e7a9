"""What has happened to an association, told upwards. Past tense; sent inside the transaction."""

from django.dispatch import Signal

# kwargs: association, on (date), by (User)
association_dissolved = Signal()
# kwargs: association, into (Association), on (date), by (User)
association_merged = Signal()
# kwargs: association (no longer merged), kept (Association), by (User)
merge_undone = Signal()
# kwargs: association, on (date), by (User)
association_moved = Signal()
# A role was taken, or exchanged for another. kwargs: membership, by (User, None for the system)
membership_changed = Signal()
