"""Pictures: replaced and removed by editors, and what has shown them follows."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.media.models import Picture
from cms.models import SiteSettings
from tests import cast
from tests.pictures import make_picture, picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_small_pictures_of_other_tests():
    cache.clear()


@pytest.fixture
def admin(client):
    client.force_login(cast.ada())
    return client


@pytest.fixture
def logo():
    picture = make_picture("Kommunens vapen")
    site = SiteSettings.load()
    site.logo = picture
    site.save()
    return picture


def shown_logo(client) -> str:
    html = client.get("/foreningar/").text
    _before, found, after = html.partition('<a class="site-name" href="/"><img src="')
    return after.partition('"')[0] if found else ""


def replace_file(client, picture: Picture):
    data = picture_file("nytt.png", colour="#FFFFFF").read()
    upload = SimpleUploadedFile("nytt.png", data, content_type="image/png")
    url = reverse("wagtailimages:edit", args=[picture.pk])
    return client.post(url, {"title": picture.title, "file": upload, "tags": ""})


def test_a_replaced_picture_is_replaced_on_every_page(
    admin, logo, django_capture_on_commit_callbacks
):
    before = shown_logo(admin)
    old_file = logo.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert replace_file(admin, logo).status_code == 302
    after = shown_logo(admin)
    assert before != after
    assert admin.get(after).status_code == 200
    assert admin.get(before).status_code == 404
    assert not logo.file.storage.exists(old_file)


def test_a_removed_picture_leaves_every_page(admin, logo, django_capture_on_commit_callbacks):
    assert shown_logo(admin)
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("wagtailimages:delete", args=[logo.pk])
        assert admin.post(url).status_code == 302
    assert shown_logo(admin) == ""
    assert not logo.file.storage.exists(logo.file.name)


def test_a_lost_file_costs_the_logo_and_not_the_page(client, logo):
    logo.file.storage.delete(logo.file.name)
    response = client.get("/foreningar/")
    assert response.status_code == 200
    assert 'class="mark"' in response.text
