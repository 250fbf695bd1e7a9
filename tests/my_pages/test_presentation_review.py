"""The municipality reads, approves, or sends back with words about a field."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState

from associations import outbox
from associations import presentation_services as services
from associations.membership_services import end_membership
from associations.models import FieldComment, Membership
from associations.refusals import ReviewMovedOn
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions
from tests.membership.post import delivered
from tests.my_pages import presentations as text
from tests.pages import page, texts, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(choir, rut, olga):
    """A presentation that waits for Olga."""
    return text.sent(choir, by=rut, ingress="Vi sjunger högt.", how_to_join="Ring.")


def review(presentation) -> str:
    return reverse("reviews:review", args=[presentation.pk])


def settle(client, presentation, verb: str, **said: str):
    version = presentation.latest_revision_id
    return client.post(review(presentation), {"version": version, verb: "1", **said})


def dashboard(client, presentation, action: str, comment: str = ""):
    """The same through Wagtail's own."""
    task = TaskState.objects.latest("pk")
    url = reverse("presentations:workflow_action", args=[presentation.pk, action, task.pk])
    return client.post(url, {"comment": comment})


class TestQueue:
    def test_what_waits_is_there_and_no_more(self, client_of, waiting, choir, olga, rut):
        other = make_association("Grannkören")
        services.save_draft(
            other,
            changes={"ingress": "Utkast."},
            version=0,
            by=cast.colleague("tove", other, "responsible"),
        )
        seen = page(client_of(olga).get(reverse("reviews:index")))
        assert texts(seen.select("td.title a")) == [choir.name]

    def test_the_queries_do_not_grow(
        self, client_of, olga, rut, waiting, django_assert_num_queries
    ):
        client = client_of(olga)
        client.get(reverse("reviews:index"))
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as one:
            client.get(reverse("reviews:index"))
        for number in range(3):
            other = make_association(f"Kör {number}")
            text.sent(other, by=cast.appointed(rut, other), ingress="Nytt.")
        with django_assert_num_queries(len(one)):
            seen = page(client.get(reverse("reviews:index")))
        assert len(seen.select("td.title a")) == 4

    def test_the_start_leads_to_it(self, client_of, olga, waiting):
        assert reverse("reviews:index") in client_of(olga).get(reverse("wagtailadmin_home")).text

    def test_changed_parts_stand_side_by_side(self, client_of, olga, waiting):
        seen = page(client_of(olga).get(review(waiting)))
        sides = [texts(side.find_all("p")) for side in seen.select(".register-sides > div")]
        assert sides == [["Vi sjunger."], ["Vi sjunger högt."], ["Inget"], ["Ring."]]


class TestApproving:
    @pytest.mark.parametrize("way", [settle, dashboard], ids=["our queue", "the dashboard"])
    def test_it_is_public_and_the_people_are_told(self, client_of, choir, rut, olga, waiting, way):
        cast.colleague("tove", choir, "answers")
        way(client_of(olga), waiting, "approve")
        assert text.stage(choir) == "published"
        html = client_of(rut).get(reverse("association_detail", args=[choir.slug])).text
        assert "Vi sjunger högt." in html
        assert actions(choir)[-1] == "associations.publish_presentation"
        [message] = [m for m in delivered() if m.to != ["olga@bjorkvik.example"]]
        assert message.to == ["rut@bjorkvik.example"]
        assert f"/foreningar/{choir.slug}/" in message.body
        assert "/admin/" not in message.body


class TestSendingBack:
    @pytest.mark.parametrize("way", [settle, dashboard], ids=["our queue", "the dashboard"])
    def test_the_old_one_stays_and_the_people_are_told(
        self, client_of, choir, rut, olga, waiting, way
    ):
        cast.colleague("tove", choir, "editor")
        verb = "send_back" if way is settle else "reject"
        way(client_of(olga), waiting, verb, comment="Skriv var ni sjunger.")
        assert text.stage(choir) == "sent_back"
        html = client_of(rut).get(reverse("association_detail", args=[choir.slug])).text
        assert "högt" not in html
        assert actions(choir)[-1] == "associations.return_presentation"
        messages = [m for m in delivered() if m.to != ["olga@bjorkvik.example"]]
        assert sorted(m.to for m in messages) == [
            ["rut@bjorkvik.example"],
            ["tove@bjorkvik.example"],
        ]
        for message in messages:
            assert "Skriv var ni sjunger." in message.body
            assert text.url(choir) in message.body
            assert "/admin/" not in message.body
        seen = page(client_of(rut).get(text.url(choir)))
        assert "Skriv var ni sjunger." in words(seen.find(class_="sent-back"))

    def test_a_comment_stands_at_its_field(self, client_of, choir, rut, olga, waiting):
        settle(client_of(olga), waiting, "send_back", how_to_join="Vem ringer man?")
        assert FieldComment.objects.get().text == "Vem ringer man?"
        seen = page(client_of(rut).get(text.url(choir)))
        link = seen.find(class_="sent-back").find("a", string="Bli med")
        field = seen.find(id=link["href"].removeprefix("#"))
        assert "Vem ringer man?" in words(field.find_parent(class_="commented"))
        [message] = [m for m in delivered() if m.to == ["rut@bjorkvik.example"]]
        assert "Vem ringer man?" in message.body

    def test_mended_and_sent_again_it_is_out_with_no_comment_left(
        self, client_of, choir, rut, olga, waiting
    ):
        settle(client_of(olga), waiting, "send_back", how_to_join="Vem ringer man?")
        again = text.sent(choir, by=rut, how_to_join="Ring Anna i styrelsen.")
        settle(client_of(olga), again, "approve")
        assert text.stored(choir).how_to_join == "Ring Anna i styrelsen."
        assert "Vem ringer man?" not in client_of(rut).get(text.url(choir)).text

    def test_without_a_word_it_is_not_sent_back(self, client_of, choir, olga, waiting):
        response = settle(client_of(olga), waiting, "send_back")
        assert response.status_code == 200
        assert text.stage(choir) == "waiting"


class TestInTime:
    def test_what_was_taken_back_is_not_approved(self, client_of, choir, rut, olga, waiting):
        client = client_of(olga)
        services.withdraw_presentation(choir, by=rut)
        settle(client, waiting, "approve")
        assert text.stage(choir) == "draft"
        # Nor is another version than the one that was read.
        text.sent(choir, by=rut, ingress="Något helt annat.")
        settle(client, waiting, "approve")
        assert text.stage(choir) == "waiting"
        assert text.stored(choir).ingress == "Vi sjunger."

    def test_nothing_is_settled_twice(self, olga, choir, waiting):
        version = waiting.latest_revision_id
        services.approve_presentation(waiting, version=version, by=olga)
        with pytest.raises(ReviewMovedOn):
            services.send_back_presentation(
                waiting, version=version, comments={}, comment="Nej.", by=olga
            )
        assert not FieldComment.objects.exists()

    def test_who_was_removed_hears_no_more(self, client_of, choir, rut, olga, waiting):
        tove = cast.colleague("tove", choir)
        settle(client_of(olga), waiting, "send_back", comment="Kortare.")
        end_membership(Membership.objects.get(user=tove), by=rut)
        subjects = [m.subject for m in delivered() if m.to == ["tove@bjorkvik.example"]]
        assert not [subject for subject in subjects if "presentation" in subject]


class TestMail:
    def test_wagtail_sends_none_of_its_own(
        self, client_of, choir, rut, olga, django_capture_on_commit_callbacks
    ):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            presentation = text.sent(choir, by=rut, ingress="Nytt.")
            dashboard(client_of(olga), presentation, "reject", "Kortare.")
            presentation = text.sent(choir, by=rut, ingress="Kort.")
            dashboard(client_of(olga), presentation, "approve")
        assert mail.outbox == []

    def test_the_reviewer_is_told_and_not_when_it_is_settled(self, choir, rut, olga, waiting):
        [message] = delivered()
        assert message.to == ["olga@bjorkvik.example"]
        assert reverse("reviews:index") in message.body
        services.withdraw_presentation(choir, by=rut)
        again = text.sent(choir, by=rut, ingress="En gång till.")
        services.approve_presentation(again, version=again.latest_revision_id, by=olga)
        outbox.deliver_due()
        assert [m.to for m in mail.outbox].count(["olga@bjorkvik.example"]) == 1


class TestOthers:
    @pytest.mark.parametrize("who", ["edit", "hans"])
    def test_other_staff_may_not(self, client_of, choir, rut, olga, waiting, who):
        client = client_of(getattr(cast, who)())
        assert settle(client, waiting, "approve").status_code == 302
        assert text.stage(choir) == "waiting"

    def test_nobody_approves_their_own(self, client_of, choir, rut, olga, waiting):
        settle(client_of(rut), waiting, "approve")
        assert text.stage(choir) == "waiting"
