"""People's rights: what is kept about them, a copy of it, and taking it away.

`register` names every table and column with somebody's data, `subject` finds a person's rows by it,
`export`, `erase` and `dispose` do what the register says.
"""
