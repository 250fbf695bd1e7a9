"""What must hold before residents are let in. `refuse_unsafe_start` is asked by web and worker.

The checks of settings run before every command too; those that read the database only at the start
(and by `check --deploy`), since a command may be what mends it.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connections, transaction

PRODUCTION = "production"
DEVELOPMENT_KEY_SIGN = "development"
MAIL_THAT_ARRIVES = "django.core.mail.backends.smtp.EmailBackend"
CACHES_PER_PROCESS = ("LocMemCache", "DummyCache")


def refuse_unsafe_start() -> None:
    """Raise with every reason not to start; leaves no database connection open."""
    messages = checks.run_checks(tags=[PRODUCTION], include_deployment_checks=True)
    connections.close_all()
    faults = [f"{message.msg} {message.hint or ''}".strip() for message in messages]
    if faults:
        raise ImproperlyConfigured("Samklang does not start:\n- " + "\n- ".join(faults))


@checks.register(PRODUCTION)
def settings_are_safe(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.PRODUCTION:
        return []
    found = []
    if settings.DEBUG:
        found.append(
            checks.Error("DEBUG is on: it shows settings to visitors.", id="samklang.E001")
        )
    if DEVELOPMENT_KEY_SIGN in settings.SECRET_KEY:
        found.append(
            checks.Error(
                "The secret key is the development one.",
                hint="Set SAMKLANG_SECRET_KEY to 40 random characters.",
                id="samklang.E002",
            )
        )
    if settings.EMAIL_BACKEND != MAIL_THAT_ARRIVES and not settings.DEMO:
        found.append(
            checks.Error(
                "Mail would reach nobody.",
                hint="Set EMAIL_URL to an smtp address.",
                id="samklang.E003",
            )
        )
    if settings.CACHES["default"]["BACKEND"].endswith(CACHES_PER_PROCESS):
        found.append(
            checks.Error(
                "The cache is not shared: lockouts and limits would count per process.",
                hint="Set CACHE_URL to dbcache://cache or a Redis address.",
                id="samklang.E004",
            )
        )
    if not settings.STAFF_NEED_SECOND_FACTOR and not settings.DEMO:
        found.append(
            checks.Error(
                "Staff could open the admin without a second factor.",
                hint="Leave STAFF_NEED_SECOND_FACTOR as it is.",
                id="samklang.E006",
            )
        )
    return found


@checks.register(PRODUCTION, deploy=True)
def nobody_signs_in_with_a_demo_login(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Addresses under `.example` reach nobody, so a login with one was made for show."""
    if not settings.PRODUCTION or settings.DEMO:
        return []
    users = get_user_model()._default_manager.filter(email__iendswith=".example", is_active=True)
    try:
        with transaction.atomic():
            count = sum(user.has_usable_password() for user in users)
    except DatabaseError:
        return []  # No tables yet, or no database: what is said then, others say better.
    if not count:
        return []
    return [
        checks.Error(
            f"{count} demo logins (with addresses under .example) can sign in.",
            hint="Deactivate them, or set SAMKLANG_DEMO=1 where no real data lives.",
            id="samklang.E005",
        )
    ]
