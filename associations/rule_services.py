"""What happens to the municipality's rules: an edit is a new version, and the old one is kept."""

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate
from wagtail.log_actions import log

from associations import access, confirmation_upkeep, granting
from associations.models import RuleSet

# What an edit sets; the rest follows.
CONTENT = (
    *("basis", "ask_when", "ask_months", "ask_month", "ask_day", "remind_days", "silence_days"),
    *("registered", "eligible", "is_used"),
)


@transaction.atomic
def save_rules(
    *,
    legal_form: str = "",
    activity: Any = None,
    valid_from: date | None = None,
    by: AbstractBaseUser | None,
    **content: Any,
) -> RuleSet:
    """Make a new version for these associations; it holds from its first day, the old till then.

    ValidationError for what is no rule. For the coordinator; `by` None is the system itself.
    """
    granting.must(by is None or access.may_keep_register(by))
    if unknown := set(content) - set(CONTENT):
        raise TypeError(f"No rules: {', '.join(sorted(unknown))}")
    rules = RuleSet(
        legal_form=legal_form,
        activity=activity,
        valid_from=valid_from or localdate(),
        made_by_id=by.pk if by else None,
        **content,
    )
    # The general ones are held, or two who edit at once would make the same version.
    general = RuleSet.objects.filter(legal_form="", activity=None).order_by("pk")
    list(general.select_for_update())
    latest = RuleSet.objects.versions_of(rules).first()
    rules.version = latest.version + 1 if latest else 1
    rules.full_clean()
    rules.save()
    log(rules, "associations.change_rules", user=by, data={"version": rules.version})
    confirmation_upkeep.follow_rules()
    return rules


def ship_rules() -> RuleSet | None:
    """The rules to begin with, where nobody has made any."""
    if RuleSet.objects.exists():
        return None
    return save_rules(by=None)
