"""The environment is read in one place, and tells every fault at once."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InvalidStorageError, StorageHandler

from cms.management.commands.config_table import with_table
from cms.settings import parsers
from cms.settings.environment import VARIABLES, read_environment

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SAMKLANG_SECRET_KEY": "kx7-Qw9_Zp3.Lm5-Rt8_Vb2.Nc6-Hd4_Jf1.Sg0-yu",
    "SAMKLANG_BASE_URL": "https://samklang.example",
}


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Sets exactly these variables, and reads them."""

    def read(**variables: str):
        for variable in VARIABLES:
            monkeypatch.delenv(variable.name, raising=False)
        for name, value in ({"SAMKLANG_DATA_DIR": str(tmp_path)} | variables).items():
            monkeypatch.setenv(name, value)
        return read_environment(ROOT)

    return read


def test_two_variables_are_enough(environment):
    settings = environment(**GOOD)
    assert settings["hosts"] == ["samklang.example"]
    assert settings["from_email"] == "noreply@samklang.example"
    assert settings["database"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["cache"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_every_fault_is_told_at_once_and_no_secret_repeated(environment):
    wrong = {
        "SAMKLANG_BASE_URL": "http://samklang.example",
        "SAMKLANG_PROXIES": "one",
        "SAMKLANG_API_RATE": "often",
        "SAMKLANG_SECRT_KEY": "hemligt",
        "SAMKLANG_WORKERS": "0",
        "SAMKLANG_DEMO": "yes",
        "SAMKLANG_OIDC_ISSUER": "http://login.example",
        "SAMKLANG_OIDC_SCOPES": "email",
        "SAMKLANG_OIDC_GROUPS": "Samordnare",
        "SAMKLANG_SSO_ONLY": "ja",
        "DATABASE_URL": "postgresql://samklang:hem#ligt@host:port/name",
        "CACHE_URL": "somewhere://hemligt",
        "EMAIL_URL": "pigeon://hemligt",
        "MEDIA_URL_PUBLIC": "s3://hemligt:hemligt@bucket?endpoint=x",
        "MEDIA_URL_PRIVATE": "ftp://hemligt",
    }
    with pytest.raises(ImproperlyConfigured) as raised:
        environment(**wrong)
    message = str(raised.value)
    for name in wrong:
        assert f"{name}" in message
    assert "SAMKLANG_SECRET_KEY is not set" in message
    assert "Did you mean SAMKLANG_SECRET_KEY?" in message
    assert "hemligt" not in message
    assert "ligt@" not in message


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parsers.secret_key, "short"),
        (parsers.secret_key, "a" * 60),
        (parsers.base_url, "samklang.example"),
        (parsers.base_url, "https://samklang.example/under"),
        (parsers.base_url, "https://samklang.example:port"),
        (parsers.whole_number, "-1"),
        (parsers.whole_number, "1.5"),
        (parsers.positive_number, "0"),
        (parsers.database, "mysql://host/name"),
        (parsers.database, "postgresql://host"),
        (parsers.bind, "8000"),
        (parsers.storage, "s3://"),
        (parsers.https_address, "login.example"),
        (parsers.https_address, "https://login.example/?tenant=x"),
        (parsers.pairs, "a=b;c="),
    ],
)
def test_what_cannot_be_meant_is_refused(parse, text):
    with pytest.raises(ValueError):
        parse(text)


def test_postgresql_keeps_its_connections(environment):
    database = environment(**GOOD, DATABASE_URL="postgresql://u:p%40ss@db:5433/name")["database"]
    assert database["PASSWORD"] == "p@ss"
    assert database["PORT"] == 5433
    assert database["CONN_MAX_AGE"] == 600
    assert database["CONN_HEALTH_CHECKS"] is True


def test_sqlite_waits_its_turn(environment):
    options = environment(**GOOD)["database"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_redis_is_a_cache_by_address(environment):
    cache = environment(**GOOD, CACHE_URL="redis://cache.example:6379/1")["cache"]
    assert cache["BACKEND"] == "django.core.cache.backends.redis.RedisCache"


def test_mail_can_be_encrypted(environment):
    email = environment(**GOOD, EMAIL_URL="smtp+tls://user:pass@mail.example:587")["email"]
    assert email["EMAIL_USE_TLS"] is True
    assert email["EMAIL_HOST"] == "mail.example"


def test_media_can_lie_in_buckets(environment):
    settings = environment(
        **GOOD,
        MEDIA_URL_PUBLIC="s3://nyckel:hem%2Flighet@bilder?endpoint_url=https://s3.example",
        MEDIA_URL_PRIVATE="s3://nyckel:hemlighet@Papper?endpoint_url=https://s3.example",
    )
    storages = StorageHandler(
        {"default": settings["media_storage"], "private": settings["private_storage"]}
    )
    pictures, papers = storages["default"], storages["private"]
    assert (pictures.bucket_name, papers.bucket_name) == ("bilder", "Papper")
    assert pictures.secret_key == "hem/lighet"
    assert pictures.endpoint_url == "https://s3.example"
    # Asked of the site, which serves renditions alone; the bucket is open to nobody.
    assert pictures.url("images/a.webp") == "https://samklang.example/media/images/a.webp"
    assert "Signature=" in papers.url("stadgar.pdf")


def test_an_option_of_a_bucket_is_one_the_storage_knows(environment):
    storage = environment(**GOOD, MEDIA_URL_PUBLIC="s3://a?addressing_style=path&region_name=x")
    try:
        StorageHandler({"default": storage["media_storage"]})["default"]
    except InvalidStorageError as fault:  # pragma: no cover
        pytest.fail(str(fault))


SSO = {
    "SAMKLANG_OIDC_ISSUER": "https://login.example/bjorkvik/",
    "SAMKLANG_OIDC_CLIENT_ID": "samklang",
    "SAMKLANG_OIDC_CLIENT_SECRET": "hemligt",
}


def test_the_identity_provider_is_three_variables(environment):
    settings = environment(**GOOD, **SSO, SAMKLANG_OIDC_GROUPS="CN=Reg,OU=x=Samordnare; b=Egen")
    assert settings["oidc"]["issuer"] == "https://login.example/bjorkvik"
    assert settings["oidc"]["groups"] == {"CN=Reg,OU=x": "Samordnare", "b": "Egen"}
    assert settings["oidc"]["groups_claim"] == "groups"
    assert not settings["sso_only"]


def test_there_is_none_by_default(environment):
    settings = environment(**GOOD)
    assert settings["oidc"] == {}
    assert not settings["sso_only"]
    assert not settings["staff_passwords"]


@pytest.mark.parametrize("name", ["SAMKLANG_OIDC_CLIENT_ID", "SAMKLANG_OIDC_CLIENT_SECRET"])
def test_half_an_identity_provider_is_none(environment, name):
    with pytest.raises(ImproperlyConfigured, match=name):
        environment(**GOOD, **(SSO | {name: ""}))


def test_nobody_is_shut_out_by_a_switch(environment):
    with pytest.raises(ImproperlyConfigured, match="SAMKLANG_SSO_ONLY"):
        environment(**GOOD, SAMKLANG_SSO_ONLY="1")
    assert environment(**GOOD, **SSO, SAMKLANG_SSO_ONLY="1")["sso_only"]


def test_the_readme_has_todays_table():
    text = (ROOT / "README.md").read_text()
    assert text == with_table(text), "run manage.py config_table --write"


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) < 120
