"""Querysets whose SQL is put together once, for the few that every visitor's page asks.

Django makes the statement anew each time, which for a wide table takes ten times as long as the
database takes to answer it. Only what comes after that is done for each request.
"""

from collections.abc import Callable, Sequence
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """Rows of a queryset that is given values by its last filter and by nothing else.

    >>> named = Prepared(lambda values: Activity.objects.filter(name__in=values))
    >>> named.rows(["Fotboll", "Kör"])
    """

    def __init__(self, queryset: Callable[[Sequence], QuerySet[M]]) -> None:
        self._queryset = queryset
        # By how many values it is asked with.
        self._compilers: dict[int, SQLCompiler] = {}

    def rows(self, values: Sequence) -> list[M]:
        """One query. The values must be as the database takes them: nothing converts them."""
        if not values:
            return []
        if len(values) not in self._compilers:
            self._compilers[len(values)] = self._compiled(values)
        compiler = copy(self._compilers[len(values)])
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # this thread's own
        sql, fixed = compiler.prepared
        compiler.as_sql = lambda *_args, **_options: (sql, (*fixed, *values))
        query = SimpleNamespace(get_compiler=lambda **_options: compiler)
        asked: Any = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return list(ModelIterable(asked))

    def _compiled(self, values: Sequence) -> SQLCompiler:
        compiler = self._queryset(values).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        fixed, given = params[: -len(values)], params[-len(values) :]
        if list(given) != list(values):
            raise ValueError("Only the last filter may take values, and none may be converted")
        compiler.prepared = sql, fixed
        return compiler
