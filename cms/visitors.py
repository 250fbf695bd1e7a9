"""Which network address a request came from."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; what a visitor makes up is not believed.

    Counted from the right as REST framework does, so that one throttle cannot be fooled where the
    other is not.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if not settings.TRUSTED_PROXIES or not forwarded:
        return direct
    addresses = forwarded.split(",")
    return addresses[-min(settings.TRUSTED_PROXIES, len(addresses))].strip()
