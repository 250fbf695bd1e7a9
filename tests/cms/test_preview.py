"""The editor sees the page beside the form: framed by the admin, otherwise as strict as ever."""

import pytest
from django.urls import reverse

from cms.models import ContentPage, HomePage
from tests import cast
from tests.builders import make_association

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Om föreningar",
    "slug": "om-foreningar",
    "ingress": "Så fungerar det.",
    "body-count": "0",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}


def page_preview() -> tuple[str, dict]:
    page = ContentPage(title="Om föreningar", slug="om-foreningar", ingress="Som förut.")
    HomePage.objects.get().add_child(instance=page)
    return reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), FORM


def presentation_preview() -> tuple[str, dict]:
    presentation = make_association("Björkviks kör").presentation
    data = {"ingress": "Så fungerar det.", "logo": "", "logo_alt": "", "body-count": "0"}
    url = reverse("presentations:preview_on_edit", args=[presentation.pk])
    return url, data | {"when_and_where": "", "how_to_join": ""}


@pytest.mark.parametrize(
    ("who", "made"), [("edit", page_preview), ("olga", presentation_preview)], ids=["page", "text"]
)
def test_the_admin_may_frame_the_preview_and_nobody_else(client, who, made):
    client.force_login(getattr(cast, who)())
    url, form = made()
    assert client.post(url, form).json()["is_valid"] is True
    response = client.get(url, {"in_preview_panel": "true"})
    html = response.content.decode()
    assert "Så fungerar det." in html
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    # What counts words and finds faults; residents never load it.
    assert "wagtailadmin/js/userbar.js" in html
    assert "wagtailadmin" not in client.get("/").content.decode()
