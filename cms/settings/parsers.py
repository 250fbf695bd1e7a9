"""From the text of an environment variable to a setting. A ValueError says what to write instead.

Its words never repeat the text, which may hold a password.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=0; PRAGMA cache_size=-1000;"
    ),
}


def secret_key(text: str) -> str:
    if len(text) < 40 or len(set(text)) < 10:
        raise ValueError("write at least 40 random characters")
    return text


def base_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise ValueError("write scheme and host alone, for example https://samklang.example")
    if parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
        raise ValueError("a public address begins with https://")
    parts.port  # noqa: B018 – raises for a port that is no number
    return text.rstrip("/")


def https_address(text: str) -> str:
    """An address to fetch from; "" where nothing is said. Plain http for this machine alone."""
    if not text:
        return ""
    parts = urlsplit(text)
    is_local = parts.scheme == "http" and parts.hostname in LOCAL_HOSTS
    if (parts.scheme != "https" and not is_local) or not parts.hostname or parts.query:
        raise ValueError("write the whole address, for example https://login.example")
    return text.rstrip("/")


def scopes(text: str) -> list[str]:
    if "openid" not in text.split():
        raise ValueError("write scopes with spaces between, openid among them")
    return text.split()


def pairs(text: str) -> dict[str, str]:
    """`theirs=ours;theirs=ours`; the names of a directory may hold commas and equals signs."""
    found = {}
    for item in filter(None, map(str.strip, text.split(";"))):
        theirs, equals, ours = (part.strip() for part in item.rpartition("="))
        if not (theirs and equals and ours):
            raise ValueError("write theirs=ours with semicolons between, e.g. a=Samordnare")
        found[theirs] = ours
    return found


def names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def whole_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise ValueError("write a whole number, 0 or more")
    return int(text)


def positive_number(text: str) -> int:
    if (number := whole_number(text)) < 1:
        raise ValueError("write a whole number, 1 or more")
    return number


def yes_or_no(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("write 1 for yes or 0 for no")
    return text == "1"


def rate(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]*/(s|sec|m|min|h|hour|d|day)", text):
        raise ValueError("write a number per time, for example 120/min")
    return text


def database(text: str) -> dict[str, Any]:
    """A PostgreSQL or SQLite address; {} where nothing is said, for the file in the data folder."""
    if not text:
        return {}
    scheme = text.split(":", 1)[0]
    if scheme not in ("postgresql", "postgres", "sqlite"):
        raise ValueError("write postgresql://user:password@host/name, or nothing for SQLite")
    try:
        found = dict(environ.Env.db_url_config(text))
    except Exception:
        found = {}
    if not found.get("NAME"):
        raise ValueError("the address cannot be read; is a sign in the password not %-encoded?")
    if scheme == "sqlite":
        return sqlite(found["NAME"])
    # A new connection per request costs more than most of our queries.
    return found | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def sqlite(file: Path | str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": 600,
    }


def cache(text: str) -> dict[str, Any]:
    try:
        found = dict(environ.Env.cache_url_config(text))
    except Exception:
        found = {}
    if not found.get("BACKEND"):
        raise ValueError("write dbcache://cache, or redis://host:6379/0")
    if found["BACKEND"].endswith("DatabaseCache"):
        # Django's 300 would throw out sessions and throttles on the first busy day.
        found["OPTIONS"] = {"MAX_ENTRIES": 20_000, "CULL_FREQUENCY": 4, **found.get("OPTIONS", {})}
    return found


def email(text: str) -> dict[str, Any]:
    try:
        return dict(environ.Env.email_url_config(text)) | {"EMAIL_TIMEOUT": 20}
    except (ImproperlyConfigured, ValueError, KeyError):
        raise ValueError("write smtp+tls://user:password@host:587, or smtp://host:25") from None


def address(text: str) -> str:
    if text and not re.fullmatch(r"[\w.-]{1,30}@[\w-]+(\.[\w-]+)+", text, re.ASCII):
        raise ValueError("write a mail address of plain letters, e.g. studs@samklang.example")
    return text.lower()


def bind(text: str) -> str:
    if not re.fullmatch(r"\S+:[0-9]{1,5}", text):
        raise ValueError("write address and port, for example 0.0.0.0:8000")
    return text


def storage(text: str) -> dict[str, Any]:
    """An S3 bucket; {} where nothing is said, for a folder in the data folder."""
    if not text:
        return {}
    parts = urlsplit(text)
    if parts.scheme != "s3" or not parts.hostname:
        raise ValueError("write s3://key:secret@bucket?endpoint_url=https://…")
    # Only by name: an unknown option would otherwise stop the first upload, not the start.
    known = ("endpoint_url", "region_name", "location", "addressing_style", "signature_version")
    options: dict[str, Any] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key not in known:
            raise ValueError(f"{key} is not an option; the options are {', '.join(known)}")
        options[key] = value
    if parts.username:
        options["access_key"] = unquote(parts.username)
        options["secret_key"] = unquote(parts.password or "")
    # netloc, since hostname is lower case: a bucket's name need not be.
    options["bucket_name"] = parts.netloc.rpartition("@")[2]
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": options | {"file_overwrite": False, "default_acl": None},
    }
