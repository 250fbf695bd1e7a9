"""Being asked, and the link in the letter."""

import re
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db.models import F, Value
from django.db.models.functions import Concat

from associations import confirmation_services
from associations.models import Ask, Association, Confirmation
from tests.membership.post import delivered


def asked(association: Association) -> list[EmailMessage]:
    """Ask, and read the letters."""
    confirmation_services.ask([association])
    return delivered()


def token_in(message: EmailMessage) -> str:
    return re.search(r"/mina-sidor/bekrafta/([^/\s]+)/", message.body)[1]


def token_for(association: Association) -> str:
    [message] = asked(association)
    return token_in(message)


def days_go_by(days: int) -> None:
    """As if all that has been asked had been asked so much earlier."""
    by = timedelta(days=days)
    for name in ("asked_at", "last_asked_at", "expires_at"):
        Confirmation.objects.update(**{name: F(name) - by})
    Confirmation.objects.update(due_on=F("due_on") - by)
    Ask.objects.update(about=Concat("about", Value("-")))
    Association.objects.update(
        created_at=F("created_at") - by,
        ask_on=F("ask_on") - by,
        late_on=F("late_on") - by,
        confirmed_on=F("confirmed_on") - by,
    )
