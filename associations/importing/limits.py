"""How much one file may hold. Generous for a register, and small enough for one server."""

BYTES = 200_000_000
ROWS = 200_000
COLUMNS = 200
# Longer cells are left out one by one (an Excel cell holds 32,767 characters) …
CELL_CHARACTERS = 30_000
# … and beyond this a quotation mark was never closed, or the file is no table.
RECORD_CHARACTERS = 1_000_000
# A workbook unpacks to this much at most, and to this many times its own size.
UNPACKED_BYTES = 400_000_000
UNPACKED_RATIO = 250
HEADER_SEARCH_ROWS = 25
