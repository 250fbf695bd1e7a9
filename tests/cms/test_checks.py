"""What keeps an unsafe site from starting."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured

from cms import checks

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    """Settings that may start."""
    settings.PRODUCTION = True
    settings.DEMO = settings.DEBUG = False
    settings.STAFF_NEED_SECOND_FACTOR = True
    settings.SECRET_KEY = "kx7-Qw9_Zp3.Lm5-Rt8_Vb2.Nc6-Hd4_Jf1.Sg0-yu"
    settings.EMAIL_BACKEND = checks.MAIL_THAT_ARRIVES
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }
    return settings


def _ids() -> set[str]:
    found = checks.settings_are_safe(None) + checks.nobody_signs_in_with_a_demo_login(None)
    return {message.id for message in found}


def test_a_safe_site_starts(production):
    assert _ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("DEBUG", True, "samklang.E001"),
        ("SECRET_KEY", "development-only-key-and-so-on-and-so-on-and-on", "samklang.E002"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "samklang.E003"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "samklang.E003"),
        ("STAFF_NEED_SECOND_FACTOR", False, "samklang.E006"),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
            "samklang.E004",
        ),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
            "samklang.E004",
        ),
    ],
)
def test_an_unsafe_setting_stops_it(production, name, value, fault):
    setattr(production, name, value)
    assert _ids() == {fault}


def test_development_may_do_all_that(settings):
    assert settings.PRODUCTION is False
    assert _ids() == set()


def test_a_demo_login_stops_it(production):
    user = get_user_model().objects.create_user("demo", "demo@bjorkvik.example", "granbarr")
    assert _ids() == {"samklang.E005"}
    user.is_active = False
    user.save()
    assert _ids() == set()


def test_a_demo_site_says_so_and_may(production):
    get_user_model().objects.create_user("demo", "demo@bjorkvik.example", "granbarr")
    production.DEMO = True
    production.STAFF_NEED_SECOND_FACTOR = False
    assert _ids() == set()


def test_the_refusal_gives_every_reason(production, monkeypatch):
    monkeypatch.setattr(checks.connections, "close_all", lambda: None)
    production.DEBUG = True
    production.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with pytest.raises(ImproperlyConfigured, match=r"(?s)DEBUG is on.*Mail would reach nobody"):
        checks.refuse_unsafe_start()
