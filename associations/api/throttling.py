"""How often one visitor may ask."""

from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate
from rest_framework.throttling import AnonRateThrottle


class VisitorThrottle(AnonRateThrottle):
    """Counts by network address, of which the shared cache holds only a hash that changes daily.

    `NUM_PROXIES` decides which address that is: without a trusted proxy in front an
    X-Forwarded-For header is the visitor's own invention and is not read.
    """

    def get_cache_key(self, request, view) -> str:
        ident = salted_hmac(f"api visitor {localdate()}", self.get_ident(request)).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": ident}
