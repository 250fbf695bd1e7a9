"""What the environment may say. One list, so that the README's table is generated from it."""

import difflib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings import parsers

PREFIX = "SAMKLANG_"


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, its default ("" = none) and what it is for."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str], Any] = str
    required: bool = False


VARIABLES = (
    Variable(
        "SAMKLANG_SECRET_KEY",
        "",
        "Signing key, at least 40 random characters",
        parsers.secret_key,
        required=True,
    ),
    Variable(
        "SAMKLANG_BASE_URL",
        "",
        "Public address, e.g. `https://samklang.example`",
        parsers.base_url,
        required=True,
    ),
    Variable(
        "SAMKLANG_HOSTS",
        "",
        "Further host names, comma separated (the base URL's is included)",
        parsers.names,
    ),
    Variable(
        "DATABASE_URL",
        "",
        "`postgresql://user:password@host/name`; empty means SQLite in the data folder",
        parsers.database,
    ),
    Variable(
        "CACHE_URL",
        "dbcache://cache",
        "Cache shared by all processes: the database, or `redis://host:6379/0`",
        parsers.cache,
    ),
    Variable(
        "EMAIL_URL",
        "smtp://localhost:25",
        "Outgoing mail, e.g. `smtp+tls://user:password@host:587`",
        parsers.email,
    ),
    Variable("SAMKLANG_FROM_EMAIL", "", "Sender of mail; empty means noreply@ the base URL's host"),
    Variable(
        "SAMKLANG_BOUNCE_EMAIL",
        "",
        "Mailbox that undeliverable mail returns to, e.g. `studs@samklang.example`; it must take"
        " `studs+…` too. Empty means the sender, and then nobody learns of it",
        parsers.address,
    ),
    Variable(
        "SAMKLANG_BOUNCE_FOLDER",
        "",
        "Maildir of that mailbox, which the worker reads and empties; empty means that the mail"
        " server hands each mail to `manage.py read_bounces`",
    ),
    Variable(
        "MEDIA_URL_PUBLIC",
        "",
        "Bucket for pictures, `s3://key:secret@bucket?endpoint_url=…`; empty means the data folder",
        parsers.storage,
    ),
    Variable(
        "MEDIA_URL_PRIVATE",
        "",
        "Bucket for register files, written alike; empty means the data folder",
        parsers.storage,
    ),
    Variable("SAMKLANG_DATA_DIR", "var", "Folder for the SQLite file, pictures and register files"),
    Variable("SAMKLANG_STATIC_ROOT", "staticfiles", "Folder that `collectstatic` fills"),
    Variable(
        "SAMKLANG_PROXIES",
        "0",
        "Number of trusted reverse proxies in front",
        parsers.whole_number,
    ),
    Variable("SAMKLANG_API_RATE", "120/min", "API requests per visitor", parsers.rate),
    Variable(
        "SAMKLANG_BIND",
        "127.0.0.1:8000",
        "Address and port the web server listens on",
        parsers.bind,
    ),
    Variable("SAMKLANG_WORKERS", "2", "Web server processes", parsers.positive_number),
    Variable("SAMKLANG_THREADS", "4", "Threads in each of them", parsers.positive_number),
    Variable(
        "SAMKLANG_STAFF_PASSWORDS",
        "0",
        "1 lets staff begin with user name and password too; the second factor is asked for still",
        parsers.yes_or_no,
    ),
    Variable(
        "SAMKLANG_OIDC_ISSUER",
        "",
        "The municipality's identity provider (OpenID Connect), e.g. `https://login.example`",
        parsers.https_address,
    ),
    Variable("SAMKLANG_OIDC_CLIENT_ID", "", "What the provider knows us by"),
    Variable("SAMKLANG_OIDC_CLIENT_SECRET", "", "The secret that goes with it"),
    Variable(
        "SAMKLANG_OIDC_NAME", "", "What the sign-in button calls it, e.g. `Björkviks inloggning`"
    ),
    Variable("SAMKLANG_OIDC_SCOPES", "openid email profile", "What is asked for", parsers.scopes),
    Variable("SAMKLANG_OIDC_GROUPS_CLAIM", "groups", "The claim that lists a person's groups"),
    Variable(
        "SAMKLANG_OIDC_GROUPS",
        "",
        "Theirs and ours, e.g. `reg-sam=Samordnare;webb=Redaktörer`; empty means by hand, here",
        parsers.pairs,
    ),
    Variable(
        "SAMKLANG_SSO_ONLY",
        "0",
        "1 closes every other way to sign in than the municipality's identity provider",
        parsers.yes_or_no,
    ),
    Variable(
        "SAMKLANG_DEMO",
        "0",
        "1 lets demo logins in and mail go nowhere: never where real data lives",
        parsers.yes_or_no,
    ),
)


def read_environment(base_dir: Path) -> dict[str, Any]:
    """Return the settings the environment decides; raise with every fault in one message."""
    values, faults = {}, _unknown_variables()
    for variable in VARIABLES:
        text = os.environ.get(variable.name, "").strip() or variable.default
        if variable.required and not text:
            faults.append(f"{variable.name} is not set: {variable.meaning}.")
            continue
        try:
            values[variable.name] = variable.parse(text)
        except ValueError as fault:
            faults.append(f"{variable.name}: {fault}.")
    faults += _faults_together(values)
    if faults:
        raise ImproperlyConfigured("The configuration has faults:\n- " + "\n- ".join(faults))
    data_dir = base_dir / values["SAMKLANG_DATA_DIR"]
    address = urlsplit(values["SAMKLANG_BASE_URL"])
    host = address.hostname
    public_bucket = values["MEDIA_URL_PUBLIC"]
    if public_bucket:
        # Pictures are asked of us, not of the bucket: originals lie in it too, and stay closed.
        public_bucket["OPTIONS"] |= {
            "custom_domain": f"{address.netloc}/media",
            "url_protocol": f"{address.scheme}:",
        }
    return {
        "secret_key": values["SAMKLANG_SECRET_KEY"],
        "base_url": values["SAMKLANG_BASE_URL"],
        "hosts": sorted({host, *values["SAMKLANG_HOSTS"]}),
        "data_dir": data_dir,
        "static_root": base_dir / values["SAMKLANG_STATIC_ROOT"],
        "proxies": values["SAMKLANG_PROXIES"],
        "from_email": values["SAMKLANG_FROM_EMAIL"] or f"noreply@{host}",
        "bounce_email": values["SAMKLANG_BOUNCE_EMAIL"],
        "bounce_folder": values["SAMKLANG_BOUNCE_FOLDER"],
        "api_rate": values["SAMKLANG_API_RATE"],
        "database": values["DATABASE_URL"] or _sqlite(data_dir),
        "cache": values["CACHE_URL"],
        "email": values["EMAIL_URL"],
        "media_storage": public_bucket or _folder(data_dir / "media", "/media/"),
        "private_storage": values["MEDIA_URL_PRIVATE"] or _folder(data_dir / "private", None),
        "bind": values["SAMKLANG_BIND"],
        "workers": values["SAMKLANG_WORKERS"],
        "threads": values["SAMKLANG_THREADS"],
        "demo": values["SAMKLANG_DEMO"],
        "staff_passwords": values["SAMKLANG_STAFF_PASSWORDS"],
        "sso_only": values["SAMKLANG_SSO_ONLY"],
        "oidc": _oidc(values),
    }


def _faults_together(values: dict[str, Any]) -> list[str]:
    """What is wrong with variables that are right one by one."""
    faults = []
    if values.get("SAMKLANG_OIDC_ISSUER"):
        faults += [
            f"{name} is not set, and SAMKLANG_OIDC_ISSUER is."
            for name in ("SAMKLANG_OIDC_CLIENT_ID", "SAMKLANG_OIDC_CLIENT_SECRET")
            if not values.get(name)
        ]
    elif values.get("SAMKLANG_SSO_ONLY"):
        faults.append("SAMKLANG_SSO_ONLY: set SAMKLANG_OIDC_ISSUER too, or nobody could sign in.")
    return faults


def _oidc(values: dict[str, Any]) -> dict[str, Any]:
    """The identity provider; {} where there is none."""
    if not values["SAMKLANG_OIDC_ISSUER"]:
        return {}
    prefix = "SAMKLANG_OIDC_"
    return {
        name.removeprefix(prefix).lower(): value
        for name, value in values.items()
        if name.startswith(prefix)
    }


def _unknown_variables() -> list[str]:
    known = [variable.name for variable in VARIABLES]
    faults = []
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            faults.append(f"{name} is not a known variable.{hint}")
    return faults


def _sqlite(data_dir: Path) -> dict[str, Any]:
    data_dir.mkdir(parents=True, exist_ok=True)
    return parsers.sqlite(data_dir / "db.sqlite3")


def _folder(folder: Path, url: str | None) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder), "base_url": url},
    }
