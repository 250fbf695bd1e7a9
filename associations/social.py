"""Addresses in social media, as the register keeps them: `{"kind": "facebook", "url": …}`."""

from urllib.parse import urlsplit

KINDS = {
    "facebook": ("facebook.com", "fb.com", "fb.me"),
    "instagram": ("instagram.com",),
    "youtube": ("youtube.com", "youtu.be"),
    "linkedin": ("linkedin.com",),
    "tiktok": ("tiktok.com",),
    "x": ("x.com", "twitter.com"),
}
OTHER = "other"


def link(url: str) -> dict[str, str]:
    """The stored form of an address; its kind is told by the host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    for kind, hosts in KINDS.items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return {"kind": kind, "url": url}
    return {"kind": OTHER, "url": url}


def is_web_address(url: str) -> bool:
    """Whether it may become a link: another scheme could run a script or dial a number."""
    return url.startswith(("https://", "http://"))
