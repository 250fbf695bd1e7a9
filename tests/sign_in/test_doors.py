"""Every way in that a package brings is closed or leads to ours; with SSO alone, all but one."""

import inspect

import pytest
from django.contrib.auth import views as django_views
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from tests import cast
from tests.routes import SIGN_IN
from tests.sign_in.steps import PASSWORD, ask, give_app, is_in, write
from tests.test_permissions import every_route

pytestmark = pytest.mark.django_db

PASSWORD_VIEWS = (
    django_views.LoginView,
    django_views.PasswordChangeView,
    django_views.PasswordResetView,
    django_views.PasswordResetConfirmView,
    django_views.PasswordResetCompleteView,
    django_views.PasswordResetDoneView,
)
RESET = "wagtailadmin_password_reset"


def _class_of(view):
    return getattr(inspect.unwrap(view), "view_class", None)


def _signs_in(view) -> bool:
    found = _class_of(view)
    return inspect.isclass(found) and issubclass(found, PASSWORD_VIEWS)


def _url(name: str) -> str | None:
    for args in ([], ["abc", "def-123"]):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return None


def test_no_address_leads_to_a_login_of_django_or_wagtail():
    found = {name: route for name, route in every_route().items() if _signs_in(route.callback)}
    # Those with a name of ours lead to ours; those left are about forgotten passwords.
    assert found, "the packages have such views, or this test looks for the wrong thing"
    for name in found:
        reached = resolve(_url(name)).func
        assert not _signs_in(reached) or name.startswith(RESET), name


@pytest.mark.parametrize("name", ["", "_done", "_confirm", "_complete"])
@pytest.mark.parametrize("who", [None, "olga", "ada"])
def test_nobody_sets_a_new_password_by_mail(client, name, who):
    if who:
        client.force_login(getattr(cast, who)())
    url = _url(RESET + name)
    for method in (client.get, client.post):
        response = method(url, {"email": "olga@bjorkvik.example"})
        assert response.status_code == 404 or response["Location"].startswith("/logga-in/")


def test_allauth_brings_no_pages_of_its_own():
    allauths = ("account_", "socialaccount_", "mfa_", "openid_connect_", "usersessions_")
    assert {name for name in every_route() if name.startswith(allauths)} <= SIGN_IN.keys()
    for name in (
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_set_password",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/"])
def test_wagtails_logins_lead_to_ours(client, path, settings):
    cast.olga()
    data = {"username": "olga", "password": PASSWORD, "next": "/admin/"}
    response = client.post(path, data)
    assert response["Location"] == "/logga-in/losenord/?next=%2Fadmin%2F"
    assert not is_in(client)
    settings.STAFF_PASSWORDS = False
    assert client.get(f"{path}?next=/admin/")["Location"] == "/logga-in/?next=%2Fadmin%2F"


def test_without_passwords_there_is_no_page_for_them(client, settings):
    settings.STAFF_PASSWORDS = False
    cast.olga()
    for method in (client.get, client.post):
        assert method("/logga-in/losenord/").status_code == 404
    assert "lösenord" not in client.get("/logga-in/").text.replace("inget lösenord", "")


def test_those_without_the_right_find_no_admin(client):
    client.force_login(cast.rut_alone())
    for path in ("/admin/", "/admin/pages/", "/admin/login/x/", "/admin/account/"):
        assert client.get(path).status_code == 404


def test_no_person_sets_address_or_password_in_the_admin(client):
    client.force_login(cast.olga())
    page = client.get("/admin/account/").text
    assert 'name="name_email-email"' not in page
    assert 'type="password"' not in page


@pytest.fixture
def sso_only(settings):
    settings.SSO_ONLY = True
    settings.OIDC = {
        "issuer": "https://login.example",
        "client_id": "samklang",
        "client_secret": "hemligt",
        "name": "Björkviks inloggning",
        "scopes": ["openid"],
        "groups_claim": "groups",
        "groups": {},
    }


CLOSED = (
    "sign_in_code",
    "staff_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
CLOSED_WITHIN = (
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
)


@pytest.mark.usefixtures("sso_only")
class TestSsoOnly:
    def test_the_page_has_one_way(self, client):
        page = client.get("/logga-in/").text
        assert "Björkviks inloggning" in page
        assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
        assert client.post("/logga-in/", {"address": "olga@bjorkvik.example"}).status_code == 404

    @pytest.mark.parametrize("name", CLOSED)
    def test_the_other_ways_are_not_there(self, client, name):
        cast.olga()
        data = {"username": "olga", "password": PASSWORD, "code": "1", "credential": "{}"}
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), data).status_code == 404

    @pytest.mark.parametrize("name", CLOSED_WITHIN)
    def test_nor_is_what_belongs_to_them(self, client, name):
        client.force_login(cast.olga())
        session = client.session
        session["sign_in.sso"] = True
        session.save()
        assert client.get(reverse("mfa_index")).status_code == 200
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name)).status_code == 404

    @pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/"])
    def test_wagtails_lead_to_the_one(self, client, path):
        cast.olga()
        response = client.post(path, {"username": "olga", "password": PASSWORD})
        assert response["Location"] == "/logga-in/"

    def test_a_session_from_before_is_ended(self, client):
        client.force_login(cast.olga())
        assert client.get("/admin/")["Location"].startswith("/logga-in/")
        assert "_auth_user_id" not in client.session


def test_a_code_on_its_way_when_the_other_ways_close(client, settings, sso_only):
    settings.SSO_ONLY = False
    olga = cast.olga()
    code = ask(client, olga.email)
    half = Client()
    give_app(olga)
    write(half, ask(half, olga.email))
    settings.SSO_ONLY = True
    assert write(client, code).status_code == 404
    assert half.post("/logga-in/andra-steget/", {"code": "123456"}).status_code == 404
    assert not is_in(client)


def test_no_address_in_the_admin_opens_without_a_second_factor(client):
    olga = cast.olga()
    write(client, ask(client, olga.email))
    tried = 0
    for name in every_route():
        url = _url(name) or ""
        if not url.startswith("/admin/") or url == "/admin/login/":
            continue
        for method in (client.get, client.post):
            response = method(url)
            assert response.get("Location") == "/mina-sidor/inloggning/", url
            tried += 1
    assert tried > 100
