"""Through the municipality's identity provider: a real one, on this machine."""

from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from oidc_provider_mock import User as Known
from oidc_provider_mock import run_server_in_thread

from associations.access import represented_by
from cms.users import oidc, sessions
from tests import cast
from tests.sign_in.steps import app_shows, give_app, is_in

pytestmark = [
    pytest.mark.django_db,
    # What the provider's own libraries say of their future.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
People = get_user_model().objects

NUMBER = "199001012385"
OLGA = "2f0c6c1e-6f0d-4b63-9d4b-6f4f6f1d7a10"
RUT = "b5d6f2aa-0f57-4d8a-8f0e-0d6b7c1f9e33"
KNOWN = (
    Known(
        sub=OLGA,
        claims={
            "email": "olga@bjorkvik.example",
            "email_verified": True,
            "given_name": "Olga",
            "family_name": "Granlund",
            "groups": ["reg-sam", "alla"],
            "personnummer": NUMBER,
            "preferred_username": NUMBER,
        },
    ),
    Known(sub=RUT, claims={"email": "rut@bjorkvik.example", "personnummer": NUMBER}),
    *(Known(sub=sub) for sub in (NUMBER, "19900101-2385", f"urn:pnr:{NUMBER}")),
)


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread(user_claims=KNOWN) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def configured(settings, provider):
    call_command("sync_roles", verbosity=0)
    settings.OIDC = {
        "issuer": provider,
        "client_id": "samklang",
        "client_secret": "hemligt",
        "name": "Björkviks inloggning",
        "scopes": ["openid", "email", "profile"],
        "groups_claim": "groups",
        "groups": {"reg-sam": "Samordnare", "webb": "Redaktörer"},
    }
    return settings


def begin(client, next_url: str = "") -> str:
    """Where our site sends the browser."""
    response = client.get("/logga-in/kommunen/", {"next": next_url} if next_url else {})
    assert response.status_code == 302, response.text
    return response["Location"]


def consent(address: str, sub: str, **form: str) -> str:
    """What the person does at the provider; where that sends the browser back."""
    answer = requests.post(address, data={"sub": sub, **form}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return urlunsplit(("", "", back.path, back.query, ""))


def sign_in(client, sub: str, next_url: str = ""):
    return client.get(consent(begin(client, next_url), sub))


def changed(address: str, **parameters: str) -> str:
    parts = urlsplit(address)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()} | parameters
    return urlunsplit(parts._replace(query=urlencode(query)))


def refused(response) -> bool:
    return response.status_code == 403 and "Du är inte inloggad" in response.text


def test_the_page_offers_it(client):
    page = client.get("/logga-in/?next=/foreningar/").text
    assert "Logga in med Björkviks inloggning" in page
    assert 'href="/logga-in/kommunen/?next=%2Fforeningar%2F"' in page


def test_what_the_provider_is_asked(client, provider):
    address = begin(client)
    query = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{provider}/oauth2/authorize?")
    assert query["redirect_uri"] == ["http://testserver/logga-in/kommunen/svar/"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["response_type"] == ["code"]
    assert query["nonce"][0] not in query["state"][0]


def test_staff_come_in_with_the_roles_of_their_groups(client):
    response = sign_in(client, OLGA, "/admin/pages/")
    assert response["Location"] == "/admin/pages/"
    olga = People.get()
    assert [group.name for group in olga.groups.all()] == ["Samordnare"]
    assert (olga.first_name, olga.email) == ("Olga", "olga@bjorkvik.example")
    assert not olga.has_usable_password()
    # The provider answers for the second factor.
    assert client.get("/admin/").status_code == 200
    assert 0 < client.session.get_expiry_age() <= 12 * 60 * 60


def test_roles_follow_the_provider_and_others_stay(client, configured):
    sign_in(client, OLGA)
    olga = People.get()
    olga.groups.add(*[cast.Group.objects.create(name="Egen grupp")])
    configured.OIDC["groups"] = {"webb": "Redaktörer", "någon": "Samordnare"}
    before = client.session.session_key
    sign_in(Client(), OLGA)
    assert [group.name for group in olga.groups.all()] == ["Egen grupp"]
    # And what was open with the old role is shut.
    assert client.session.session_key == before
    assert not is_in(client)


def test_an_unknown_person_comes_in_and_may_do_nothing(client):
    sign_in(client, RUT)
    person = People.get()
    assert is_in(client)
    assert not person.get_all_permissions()
    assert not represented_by(person).exists()
    assert client.get("/admin/").status_code == 404
    assert person.first_name == "", "a name is kept of staff alone"


def test_the_same_person_the_next_time(client):
    sign_in(client, OLGA)
    sign_in(Client(), OLGA)
    assert People.count() == SocialAccount.objects.count() == 1


def test_an_address_the_provider_has_checked_is_the_same_person(client):
    olga = cast.olga()
    sign_in(client, OLGA)
    assert client.session["_auth_user_id"] == str(olga.pk)


def test_an_address_it_has_not_is_nobodys_proof(client):
    rut = cast.rut_alone()
    sign_in(client, RUT)
    assert client.session["_auth_user_id"] != str(rut.pk)
    assert People.exclude(pk=rut.pk).get().email == ""


def test_the_second_factor_of_ones_own_is_asked_for_all_the_same(client):
    olga = cast.olga()
    secret = give_app(olga)
    assert sign_in(client, OLGA, "/foreningar/")["Location"] == "/logga-in/andra-steget/"
    assert not is_in(client)
    response = client.post("/logga-in/andra-steget/", {"code": app_shows(secret)})
    assert response["Location"] == "/foreningar/"
    assert is_in(client)
    assert client.session[sessions.BY_SSO]


def test_with_sso_alone_it_is_not(client, configured):
    configured.SSO_ONLY = True
    olga = cast.olga()
    give_app(olga)
    sign_in(client, OLGA)
    assert client.get("/admin/").status_code == 200


def test_the_deactivated_do_not_come_in(client):
    olga = cast.olga()
    olga.is_active = False
    olga.save()
    assert sign_in(client, OLGA)["Location"] == "/logga-in/avstangd/"
    assert not is_in(client)


def test_nothing_is_kept_of_what_is_told(client):
    sign_in(client, OLGA)
    sign_in(Client(), RUT)
    kept = [str(list(model.objects.values())) for model in (SocialAccount, People.model)]
    kept += [str(session.get_decoded()) for session in Session.objects.all()]
    for account in SocialAccount.objects.all():
        assert account.extra_data == {}
        assert len(account.uid) == 64
    for text in kept:
        assert NUMBER not in text
        assert OLGA not in text


@pytest.mark.parametrize("sub", [NUMBER, "19900101-2385", f"urn:pnr:{NUMBER}"])
def test_a_personal_number_for_a_subject_is_refused(client, sub, caplog):
    response = sign_in(client, sub)
    assert refused(response)
    assert "personnummer" in response.text
    assert not People.exists()
    assert not SocialAccount.objects.exists()
    assert NUMBER not in caplog.text + response.text


def test_the_answer_of_another_sign_in_is_refused(client):
    back = consent(changed(begin(client), nonce="another"), OLGA)
    assert refused(client.get(back))
    assert not is_in(client)


def test_an_answer_is_good_in_one_browser_and_once(client):
    back = consent(begin(client), OLGA)
    assert refused(Client().get(back))
    assert client.get(back).status_code == 302
    client.logout()
    assert refused(client.get(back))
    assert not is_in(client)


def test_a_code_meant_for_another_site_is_refused(client):
    back = consent(changed(begin(client), client_id="another"), OLGA)
    assert refused(client.get(back))


def test_a_code_without_our_proof_of_it_is_refused(client):
    stolen = parse_qs(urlsplit(consent(begin(Client()), OLGA)).query)["code"][0]
    back = changed(consent(begin(client), RUT), code=stolen)
    assert refused(client.get(back))


def test_another_issuer_is_refused(client, configured, provider):
    configured.OIDC["issuer"] = f"{provider}/.well-known/openid-configuration"
    assert client.get("/logga-in/kommunen/").status_code == 503


def test_another_ones_signature_is_refused(client, monkeypatch):
    ours = oidc.app
    with run_server_in_thread() as other:
        keys = f"http://localhost:{other.server_port}/jwks"

        def with_other_keys() -> SocialApp:
            app = ours()
            app.settings["openid_configuration_overrides"] = {"jwks_uri": keys}
            return app

        monkeypatch.setattr(oidc, "app", with_other_keys)
        assert refused(sign_in(client, OLGA))


def test_a_token_for_another_audience_is_refused(client, configured, monkeypatch):
    back = consent(begin(client), OLGA)
    fetch = oidc.StrictAdapter.get_access_token_data

    def then_be_another(self, request, app, *args, **kwargs):
        data = fetch(self, request, app, *args, **kwargs)
        app.client_id = "another"
        return data

    monkeypatch.setattr(oidc.StrictAdapter, "get_access_token_data", then_be_another)
    assert refused(client.get(back))


def test_who_says_no_there_is_told_so(client):
    back = consent(begin(client), OLGA, action="deny")
    assert refused(client.get(back))


def test_a_provider_that_is_away_is_said_so(client, configured):
    configured.OIDC["issuer"] = "http://127.0.0.1:9"
    response = client.get("/logga-in/kommunen/")
    assert response.status_code == 503
    assert "Försök igen" in response.text


def test_what_the_database_says_of_providers_is_not_read(client, configured):
    SocialApp.objects.create(
        provider="openid_connect", provider_id="kommun", client_id="evil", secret="x", name="Evil"
    )
    assert "client_id=samklang" in begin(client)
    configured.OIDC = {}
    assert client.get("/logga-in/kommunen/").status_code == 404
    assert "kommunen/" not in client.get("/logga-in/").text
