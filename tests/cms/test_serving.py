"""What the site answers whatever the page: health, pictures, policies, doors."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.test import RequestFactory

from cms.public import opened
from cms.visitors import client_address
from tests import cast

pytestmark = pytest.mark.django_db


def test_health_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/halsa/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-cache" in response["Cache-Control"]
    assert not response.cookies


def test_health_says_when_the_database_is_gone(client, monkeypatch):
    def gone(*_args):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/halsa/").status_code == 503


def test_a_post_to_health_is_refused(client):
    assert client.post("/halsa/").status_code == 405


@pytest.fixture
def pictures(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": "/media/"},
        }
    }
    storages["default"].save("images/sjo.webp", ContentFile(b"picture"))
    storages["default"].save("original_images/sjo.jpg", ContentFile(b"with a position"))


def test_renditions_are_served_and_kept_for_a_year(client, pictures):
    response = client.get("/media/images/sjo.webp")
    assert b"".join(response.streaming_content) == b"picture"
    assert response["Content-Type"] == "image/webp"
    assert "max-age=31536000" in response["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/media/original_images/sjo.jpg",
        "/media/images/../original_images/sjo.jpg",
        "/media/images/..%2Foriginal_images%2Fsjo.jpg",
        "/media/images/..",
        "/media/images/",
        "/media/images/nothing.webp",
        "/media/images/a%00b",
    ],
)
def test_originals_are_not(client, pictures, path):
    assert client.get(path).status_code == 404


def test_residents_get_the_strict_policy(client):
    policy = client.get("/halsa/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_admin_gets_the_looser_one(client):
    client.force_login(cast.olga())
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy


def test_head_has_headers_and_no_body(client):
    asked, whole = client.head("/halsa/"), client.get("/halsa/")
    assert asked.content == b""
    assert asked["Content-Length"] == str(len(whole.content))


def test_a_visitor_is_sent_to_the_sign_in_from_the_admin(client):
    for path in ("", "pages/", "jsi18n/", "sprite/", "api/main/pages/"):
        path = f"/admin/{path}"
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"] == f"/logga-in/?next={path}"


def test_the_coordinator_comes_in(client):
    client.force_login(cast.olga())
    assert client.get("/admin/").status_code == 200


def test_opening_a_view_that_is_not_there_is_an_error():
    with pytest.raises(LookupError, match="no_such_view"):
        opened([], {"no_such_view"})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "192.0.2.7", "10.0.0.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "made-up, 192.0.2.7", "192.0.2.7"),
        (2, "made-up, 192.0.2.7, 10.0.0.9", "192.0.2.7"),
        (2, "192.0.2.7", "192.0.2.7"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_trusted_proxies_say_where_a_visitor_is(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)
    assert client_address(request) == address
