"""The municipality's identity provider, by OpenID Connect and configuration alone.

Stricter than allauth's own: the signature is always checked, issuer, nonce and subject must be the
ones asked for, and of all that is told about a person we keep a hash of issuer and subject – and
name and address of those who get a role. What looks like a personal identity number is refused.
"""

import hashlib
import logging
from typing import Any
from uuid import UUID

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess, ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from associations.orgnumber import is_personal_identity_number, redact_personal_numbers
from cms.users.models import User, canonical
from cms.users.services import new_person

logger = logging.getLogger(__name__)

PROVIDER_ID = "kommun"
# allauth asks for it by our name and by its own.
NAMES = (PROVIDER_ID, OpenIDConnectProvider.id)
# With a key of the provider's alone: neither unsigned, nor by the secret that we hold too.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]


class Refused(ProviderException):
    """The provider's answer is not one to sign in by. `str()` says why, and names nobody."""


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Asks only the configured provider, and checks each signature."""

    @property
    def openid_config(self) -> dict[str, Any]:
        config = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != settings.OIDC["issuer"]:
            raise Refused(_("The answer comes from another provider."))
        return config

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        data = super().get_access_token_data(*args, **kwargs)
        if "id_token" not in data:
            raise Refused(_("The answer does not say who signs in."))
        return data

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """allauth trusts the signature of a token that it has fetched itself. We look."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            return jwt.decode(
                id_token,
                key=_key(answer.json(), id_token),
                algorithms=ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
                leeway=60,
            )
        except jwt.PyJWTError as fault:
            raise Refused(_("The answer is not signed by the municipality's sign-in.")) from fault

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("sso_callback"))


class MunicipalProvider(OpenIDConnectProvider):
    oauth2_adapter_class = StrictAdapter

    def sociallogin_from_response(
        self, request: HttpRequest, response: dict[str, Any]
    ) -> SocialLogin:
        """Who signs in, with nothing of what was told about the person in what may be stored."""
        claims = _checked(response, request.GET.get("state", ""))
        account = SocialAccount(provider=PROVIDER_ID, uid=_stored_subject(claims["sub"]))
        login = SocialLogin(account=account, provider=self)
        login.claims = claims
        return login


def app() -> SocialApp:
    """The provider as allauth wants it."""
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=PROVIDER_ID,
        name=name(),
        client_id=settings.OIDC["client_id"],
        secret=settings.OIDC["client_secret"],
        settings={
            "server_url": settings.OIDC["issuer"],
            "scope": settings.OIDC["scopes"],
            "oauth_pkce_enabled": True,
        },
    )


def name() -> str:
    """What the button calls the provider; "" where there is none."""
    if not settings.OIDC:
        return ""
    return settings.OIDC["name"] or str(_("the municipality's sign-in"))


def begin(request: HttpRequest, next_url: str | None) -> HttpResponse:
    """Send the browser to the provider."""
    state = get_random_string(32)
    provider = MunicipalProvider(request, app())
    return provider.redirect(
        request,
        process=AuthProcess.LOGIN,
        next_url=next_url,
        state_id=state,
        auth_params={"nonce": _nonce(state)},
    )


def finish(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer: signed in, or a page that says why not."""
    return OAuth2CallbackView.adapter_view(StrictAdapter(request, PROVIDER_ID))(request)


def recognise(login: SocialLogin) -> None:
    """Give the sign-in its person, known or new, and the person the roles of today."""
    # Neither token nor claims are to follow into a session.
    login.token = None
    if not login.is_existing:
        try:
            login.account = _connect(login.account.uid, login.claims)
        except IntegrityError:
            # In the same moment, from another browser.
            login.account = SocialAccount.objects.get(provider=PROVIDER_ID, uid=login.account.uid)
        login.user = login.account.user
    _give_roles(login.user, login.claims)


def log_fault(fault: object) -> None:
    """What went wrong, never about whom."""
    logger.warning(
        "Sign-in by the identity provider failed: %s",
        fault if isinstance(fault, Refused | str) else type(fault).__name__,
    )


def _key(keys: dict[str, Any], token: str) -> jwt.PyJWK:
    """The key that signs: the one with the token's name for it, or the only one there is."""
    found = [
        key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")
    ]
    if key_id := jwt.get_unverified_header(token).get("kid"):
        found = [key for key in found if key.key_id == key_id]
    if len(found) != 1:
        raise jwt.InvalidKeyError
    return found[0]


def _checked(response: dict[str, Any], state: str) -> dict[str, Any]:
    """The claims, or Refused."""
    token = response["id_token"]
    claims = {**token, **response.get("userinfo", {})}
    if not constant_time_compare(str(token.get("nonce", "")), _nonce(state)):
        raise Refused(_("The answer belongs to another sign-in."))
    if not token.get("sub") or claims["sub"] != token["sub"]:
        raise Refused(_("The answer is about two different people."))
    if _looks_personal(str(token["sub"])):
        raise Refused(_("The answer has a personal identity number for a name, and we keep none."))
    return claims


def _looks_personal(subject: str) -> bool:
    try:
        UUID(subject)
    except ValueError:
        return is_personal_identity_number(subject) or redact_personal_numbers(subject)[1] > 0
    return False


def _stored_subject(subject: str) -> str:
    """Opaque, and bound to its provider: after a change of provider nobody is somebody else."""
    return hashlib.sha256(f"{settings.OIDC['issuer']}\n{subject}".encode()).hexdigest()


def _nonce(state: str) -> str:
    return salted_hmac("oidc nonce", state, algorithm="sha256").hexdigest()


@transaction.atomic
def _connect(uid: str, claims: dict[str, Any]) -> SocialAccount:
    address = claims.get("email") if claims.get("email_verified") is True else None
    person = None
    if address:
        person = User.objects.filter(email=address).first()
    if person is None:
        person = User.objects.create(email=canonical(address or ""), **new_person())
    return SocialAccount.objects.create(provider=PROVIDER_ID, uid=uid, user=person)


@transaction.atomic
def _give_roles(person: User, claims: dict[str, Any]) -> None:
    """Make the groups that are mapped agree with the claim; others are given by hand, and stay."""
    mapping = settings.OIDC["groups"]
    told = claims.get(settings.OIDC["groups_claim"]) or []
    told = {told} if isinstance(told, str) else set(map(str, told))
    mapped = {group.name: group for group in Group.objects.filter(name__in=mapping.values())}
    wanted = {ours for theirs, ours in mapping.items() if theirs in told} & mapped.keys()
    have = set(person.groups.values_list("name", flat=True)) & mapped.keys()
    if wanted - have:
        person.groups.add(*(mapped[name] for name in wanted - have))
    if have - wanted:
        person.groups.remove(*(mapped[name] for name in have - wanted))
    if wanted:
        _name(person, claims)


def _name(person: User, claims: dict[str, Any]) -> None:
    """Staff are shown by name in the admin."""
    told = {"first_name": claims.get("given_name"), "last_name": claims.get("family_name")}
    changed = {
        field: redact_personal_numbers(str(value))[0][:150]
        for field, value in told.items()
        if value and str(value) != getattr(person, field)
    }
    for field, value in changed.items():
        setattr(person, field, value)
    if changed:
        person.save(update_fields=[*changed])
