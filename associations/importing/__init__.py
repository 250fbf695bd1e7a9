"""Takes a register from the file another system exports.

`readers` turn a file into rows of text, `columns` say what each column is, `cells` clean one cell
at a time into `CleanRow`s. `terms` understand the words, `matching` finds the association a row is
about, `plan` says what would happen, and `apply` makes it happen in one transaction.
"""
