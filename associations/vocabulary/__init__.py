"""The words registers use, in plain Swedish, and what they mean here.

`shipped` reads the starting vocabulary, `words` understands what a register's cell says, and
`seeding` puts the start into an empty database. From then on the municipality keeps its own.
"""
