"""A resident's suggestion: how it is asked for, and how many one sender may leave."""

from datetime import timedelta

from django import forms
from django.db import connection, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from associations import services
from associations.models import Association, Suggestion, SuggestionTopic

PER_SENDER = 5
IN_ALL = 60
WINDOW = timedelta(hours=1)
# Any number that no other advisory lock of this database uses.
LOCK = 7_310_001


class TooMany(Exception):
    """The sender, or all senders together, have left as many suggestions as an hour allows."""


class SuggestionForm(forms.Form):
    """What is wrong, in the resident's own words; an address only for those who want an answer."""

    topic = forms.ChoiceField(
        label=_("What is it about?"),
        choices=SuggestionTopic.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what your suggestion is about."),
            "invalid_choice": _("Choose what your suggestion is about."),
        },
    )
    text = forms.CharField(
        label=_("What should the page say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Do not write about private persons. What you send becomes a public record."),
        error_messages={
            "required": _("Write what should be changed."),
            "max_length": _("Write at most 2,000 characters."),
        },
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail, if you want an answer (optional)"),
        required=False,
        max_length=254,
        error_messages={
            "invalid": _("Write the e-mail address as name@example.se, or leave the field empty.")
        },
    )
    # Hidden from people; robots fill in every field.
    homepage = forms.CharField(required=False)

    @property
    def is_from_a_robot(self) -> bool:
        return bool(self.data.get("homepage"))


@transaction.atomic
def leave_suggestion(
    association: Association, *, topic: str, text: str, reply_to: str, sender: str
) -> Suggestion:
    """Keep the suggestion, or raise TooMany. Counting and keeping are one step under a lock."""
    _lock()
    lately = Suggestion.objects.filter(created_at__gt=now() - WINDOW)
    own = lately.filter(sender_hash=services.sender_hash(sender))
    if own.count() >= PER_SENDER or lately.count() >= IN_ALL:
        raise TooMany
    return services.suggest_change(
        association, topic=topic, text=text, reply_to=reply_to, sender=sender
    )


def _lock() -> None:
    # SQLite's transactions begin by taking the one writer's lock: see the settings.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
