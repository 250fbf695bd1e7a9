"""Two who ask at once: the budget is not overdrawn."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections

from associations import asks
from associations.models import Ask, AskKind, AskRules
from tests.builders import make_association

AT = datetime(2027, 3, 11, 10, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_than_the_budget_go_this_month():
    AskRules.objects.create(per_month=2)
    choir = make_association()
    barrier = threading.Barrier(6)
    said = []

    def ask(number: int) -> None:
        barrier.wait()
        try:
            _rows, asked = asks.record(AskKind.QUESTION, [choir], about=str(number), at=AT)
            said.append(asked)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 6
    assert sum(bool(asked.at_once) for asked in said) == 2
    assert Ask.objects.filter(asked_at=AT).count() == 2
