"""Swedish alphabetical order in the database, for lists that hold more than the listed ones."""

from django.db import connection
from django.db.models import F, TextField, Value
from django.db.models.functions import Collate, Lower, Replace

# "{" comes after "z" where letters are compared by their codes.
_AFTER_Z = (("Å", "{a"), ("å", "{a"), ("Ä", "{b"), ("ä", "{b"), ("Ö", "{c"), ("ö", "{c"))


def swedish(field: str):
    """An expression that sorts a text column with å, ä and ö last, without regard to case.

    Listed associations have a stored key for this in `Listing`; the admin's list has the others
    too, and is sorted for one person at a time.
    """
    expression = F(field)
    for letter, code in _AFTER_Z:
        expression = Replace(expression, Value(letter), Value(code), output_field=TextField())
    expression = Lower(expression)
    if connection.vendor == "postgresql":
        # Its own collation would put "{" aside as punctuation.
        expression = Collate(expression, "C")
    return expression
