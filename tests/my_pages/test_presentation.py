"""Those who look after an association write what it does; residents see it when it is approved."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, Revision

from associations import presentation_services as services
from associations.membership_services import change_role, end_membership
from associations.models import Membership
from associations.refusals import BeingReviewed
from tests import cast
from tests.builders import make_association
from tests.membership.people import actions
from tests.my_pages import presentations as text
from tests.pages import page, texts, words

pytestmark = pytest.mark.django_db

NEW = {
    "ingress": "Vi sjunger och dansar.",
    "about": "Vi övar i **musikskolan**.\n\n## För vem\n\n- unga\n- gamla",
    "when_and_where": "Måndagar kl. 19",
    "how_to_join": "Kom och prova.",
}


def public(client_of, association):
    return client_of(cast.somebody()).get(reverse("association_detail", args=[association.slug]))


class TestWriting:
    def test_a_draft_is_kept_and_not_seen(self, client_of, choir, rut):
        client = client_of(rut)
        response = text.save(client, choir, **NEW)
        assert response["Location"] == text.url(choir)
        assert text.stage(choir) == "draft"
        form = page(client.get(text.url(choir)))
        assert form.find(id="id_ingress").text.strip() == NEW["ingress"]
        assert form.find(id="id_about").text.strip() == NEW["about"]
        html = public(client_of, choir).text
        assert "Vi sjunger." in html
        assert "dansar" not in html

    def test_where_times_are_a_fact_the_words_about_them_say_that_they_are_not_shown(
        self, client_of, choir, rut
    ):
        client = client_of(rut)
        assert "Visas inte" not in client.get(text.url(choir)).text
        choir.meeting_times = "Tisdagar kl. 19"
        choir.save()
        assert "Visas inte så länge ni har skrivit tider" in client.get(text.url(choir)).text

    def test_what_does_not_differ_is_not_stored(self, client_of, choir, rut):
        client = client_of(rut)
        text.save(client, choir, **NEW)
        text.save(client, choir)
        assert Revision.objects.count() == 1

    def test_the_preview_is_the_public_page_of_the_draft(self, client_of, choir, rut):
        client = client_of(rut)
        response = text.save(client, choir, then="preview", **NEW)
        assert response["Location"] == text.url(choir, "preview")
        response = client.get(response["Location"])
        assert "noindex" in response["X-Robots-Tag"]
        seen = page(response)
        # Once it is published the page is the same, but for the way back.
        text.stored(choir).latest_revision.publish()
        out = page(public(client_of, choir))
        assert str(seen.article) == str(out.article)
        assert words(out.find(class_="lead")) == NEW["ingress"]
        assert texts(out.find(id="det-har-gor-vi").parent.find_all("li")) == ["unga", "gamla"]

    def test_what_changed_is_told_field_by_field(self, client_of, choir, rut):
        client = client_of(rut)
        text.save(client, choir, ingress="Vi sjunger högt.")
        seen = page(client.get(text.url(choir, "send")))
        assert texts(seen.find(class_="changes").find_all("h2")) == ["I en eller två meningar"]
        assert texts(seen.find_all(class_="side")) == [
            "Publicerat nu Vi sjunger.",
            "Nytt Vi sjunger högt.",
        ]

    def test_too_long_is_said_and_nothing_is_lost(self, client_of, choir, rut):
        response = text.save(client_of(rut), choir, ingress="a" * 301, how_to_join="Kom!")
        assert response.status_code == 422
        assert page(response).find(id="id_how_to_join").text.strip() == "Kom!"
        assert text.stage(choir) == "published"

    def test_a_personal_number_is_neither_kept_nor_shown(self, client_of, choir, rut):
        response = text.save(client_of(rut), choir, about="Ring Siv, 811218-9876.")
        assert response.status_code == 422
        assert "811218" not in response.text
        assert not Revision.objects.exists()

    def test_a_link_without_its_beginning(self, client_of, choir, rut):
        response = text.save(client_of(rut), choir, about="[vi](javascript:alert(1))")
        assert response.status_code == 422
        assert "https://" in words(page(response).find(class_="error-summary"))


class TestSending:
    def test_it_waits_and_the_old_one_is_public(self, client_of, choir, rut):
        client = client_of(rut)
        text.save(client, choir, **NEW)
        version = page(client.get(text.url(choir, "send"))).find("input", {"name": "version"})
        response = client.post(text.url(choir, "send"), {"version": version["value"]})
        assert response["Location"] == text.url(choir)
        assert text.stage(choir) == "waiting"
        assert "dansar" not in public(client_of, choir).text
        assert "associations.send_presentation" in actions(choir)

    def test_it_is_taken_back(self, client_of, choir, rut):
        text.sent(choir, by=rut, ingress="Nytt.")
        client = client_of(rut)
        client.post(text.url(choir, "withdraw"))
        assert text.stage(choir) == "draft"
        assert text.draft(choir).ingress == "Nytt."
        client.post(text.url(choir, "withdraw"))
        assert actions(choir).count("associations.withdraw_presentation") == 1

    def test_while_it_waits_nothing_is_changed_and_nothing_lost(self, client_of, choir, rut):
        typed = text.form(choir, ingress="Skrivet innan.")
        text.sent(choir, by=rut, how_to_join="Kom.")
        response = client_of(rut).post(text.url(choir), typed)
        assert response.status_code == 409
        assert page(response).find(id="id_ingress").text.strip() == "Skrivet innan."
        assert text.draft(choir).ingress == "Vi sjunger."
        with pytest.raises(BeingReviewed):
            services.save_draft(choir, changes={"ingress": "x"}, version=1, by=rut)

    def test_nothing_new_is_not_sent(self, client_of, choir, rut):
        client_of(rut).post(text.url(choir, "send"), {"version": "0"})
        assert text.stage(choir) == "published"

    def test_what_was_not_looked_at_is_not_sent(self, client_of, choir, rut):
        client = client_of(rut)
        text.save(client, choir, ingress="Ett.")
        old = text.stored(choir).latest_revision_id
        text.save(client, choir, ingress="Två.")
        response = client.post(text.url(choir, "send"), {"version": old})
        assert response["Location"] == text.url(choir, "send")
        assert text.stage(choir) == "draft"


class TestTwoAtOnce:
    def test_the_second_gets_both_versions_and_loses_nothing(self, client_of, choir, rut):
        opened = text.form(choir, ingress="Mitt.", about="Mina ord.")
        tove = cast.colleague("tove", choir)
        text.save(client_of(tove), choir, ingress="Toves.", how_to_join="Toves väg in.")
        client = client_of(rut)
        response = client.post(text.url(choir), opened)
        assert response.status_code == 409
        seen = page(response)
        assert texts(seen.find_all(class_="side"))[:2] == [
            "Sparat av någon annan Toves.",
            "Din version Mitt.",
        ]
        assert seen.find(id="id_about").text.strip() == "Mina ord."
        assert text.draft(choir).ingress == "Toves."
        # Having seen both, Rut saves hers.
        again = {**opened, "version": seen.find(id="id_version")["value"]}
        assert client.post(text.url(choir), again).status_code == 302
        assert text.draft(choir).ingress == "Mitt."

    def test_a_picture_of_the_other_one_is_still_there(self, client_of, choir, rut):
        from associations import picture_services
        from associations.picture_uploads import drawn_anew
        from tests.pictures import picture_file

        opened = text.form(choir, about="Mina ord.")
        content = drawn_anew(picture_file())
        said = {"alt": "En kör", "caption": "", "focus": ""}
        picture_services.add_picture(choir, content=content, words=said, by=rut)
        client = client_of(rut)
        response = client.post(text.url(choir), opened)
        assert response.status_code == 409
        seen = page(response)
        again = {**opened, "kept": seen.find(id="id_kept")["value"]}
        again["version"] = seen.find(id="id_version")["value"]
        assert client.post(text.url(choir), again).status_code == 302
        kinds = [block["type"] for block in text.draft(choir).body.raw_data]
        assert kinds == ["text", "picture"]


class TestTrust:
    def test_a_trusted_one_publishes_at_once(self, client_of, choir, rut, olga):
        services.set_trusted(choir, is_trusted=True, by=olga)
        client = client_of(rut)
        text.save(client, choir, **NEW)
        version = text.stored(choir).latest_revision_id
        client.post(text.url(choir, "send"), {"version": version})
        assert text.stage(choir) == "published"
        assert "dansar" in public(client_of, choir).text
        listed = client.get("/foreningar/?q=dansar").text
        assert choir.name in listed

    def test_the_coordinator_gives_it_and_takes_it_back(self, client_of, choir, rut, olga):
        trust = reverse("reviews:trust", args=[choir.pk])
        client = client_of(olga)
        client.post(trust)
        client.post(trust)
        assert actions(choir)[-2:] == ["associations.trust", "associations.distrust"]
        client_of(rut).post(trust)
        assert actions(choir)[-1] == "associations.distrust"


class TestOthers:
    @pytest.mark.parametrize("part", text.ROUTES)
    def test_a_stranger_finds_nothing(self, client_of, choir, rut, part):
        stig = client_of(cast.stig(make_association("Grannkören")))
        text.sent(choir, by=rut, ingress="Nytt.")
        before = list(ModelLogEntry.objects.values_list("pk"))
        for method in ("get", "post"):
            answer = getattr(stig, method)(text.url(choir, part), text.form(choir))
            assert answer.status_code == 404
        assert list(ModelLogEntry.objects.values_list("pk")) == before
        assert text.stage(choir) == "waiting"

    @pytest.mark.parametrize("part", text.ROUTES)
    def test_who_answers_invitations_does_not_write(self, client_of, choir, rut, part):
        client = client_of(cast.colleague("tove", choir, "answers"))
        assert client.get(text.url(choir, part)).status_code == 404
        assert client.post(text.url(choir, part), text.form(choir)).status_code == 404

    def test_who_was_removed_is_out_at_the_next_request(self, client_of, choir, rut):
        tove = cast.colleague("tove", choir)
        client = client_of(tove)
        assert text.save(client, choir, ingress="Toves.").status_code == 302
        end_membership(Membership.objects.get(user=tove), by=rut)
        assert "/logga-in/" in text.save(client, choir, ingress="Toves igen.")["Location"]
        client = client_of(tove)
        assert text.save(client, choir, ingress="Toves igen.").status_code == 404
        assert client.post(text.url(choir, "send"), {"version": 1}).status_code == 404
        assert text.draft(choir).ingress == "Toves."

    def test_the_service_asks_once_more(self, choir, rut, django_user_model):
        from django.core.exceptions import PermissionDenied

        tove = cast.colleague("tove", choir)
        change_role(Membership.objects.get(user=tove), role="answers", by=rut)
        with pytest.raises(PermissionDenied):
            services.save_draft(choir, changes={"ingress": "x"}, version=0, by=tove)


POISON = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>"


class TestPoison:
    def test_every_text_stays_text(self, client_of, choir, rut, olga):
        typed = dict.fromkeys(NEW, POISON)
        typed["about"] = f"{POISON}\n\n## {POISON[:60]}\n\n- {POISON}\n\n**{POISON}**"
        client = client_of(rut)
        assert text.save(client, choir, **typed).status_code == 302
        presentation = text.stored(choir)
        version = presentation.latest_revision_id
        pages = [client.get(text.url(choir, part)) for part in ("", "preview", "send")]
        services.send_presentation(choir, version=version, by=rut)
        pages.append(client_of(olga).get(reverse("reviews:review", args=[presentation.pk])))
        services.approve_presentation(presentation, version=version, by=olga)
        pages.append(public(client_of, choir))
        for response in pages:
            assert response.status_code == 200
            seen = page(response)
            assert not seen.find_all(attrs={"onerror": True})
            run = seen.find_all("script", type=lambda kind: kind != "application/ld+json")
            assert not [script for script in run if "alert(1)" in script.text]
            assert "<img src=x" not in response.text

    def test_a_text_stored_past_the_forms_is_cleaned_when_saved_and_when_shown(
        self, client_of, choir, rut
    ):
        bad = (
            "<p onclick='alert(1)'>Hej<script>alert(1)</script>"
            "<a href='javascript:alert(1)'>du</a></p><iframe src='//x.example'></iframe>"
        )
        draft = text.stored(choir)
        draft.body = [("text", bad)]
        draft.save()
        shown = page(public(client_of, choir)).find(id="det-har-gor-vi").parent
        assert words(shown) == "Det här gör vi Hej du"
        assert not shown.find_all(["script", "iframe"])
        assert [link.attrs for link in shown.find_all("a")] == [{}]
        draft.save_revision(user=rut)
        [block] = text.draft(choir).body.raw_data
        assert block["value"] == "<p>Hej<a>du</a></p>"


class TestTheTaskList:
    def line(self, client, choir):
        seen = page(client.get(reverse("my_association", args=[choir.slug])))
        [line] = [li for li in seen.select(".tasks li") if "Presentation" in words(li)]
        return words(line)

    def test_each_state_in_words(self, client_of, rut, choir, olga):
        empty = make_association("Tysta kören")
        client = client_of(cast.appointed(rut, empty))
        assert "Att göra" in self.line(client, empty)
        assert "Inte skriven" in self.line(client, empty)
        assert "Klart" in self.line(client, choir)
        text.save(client, choir, ingress="Nytt.")
        assert "utkast" in self.line(client, choir)
        version = text.stored(choir).latest_revision_id
        services.send_presentation(choir, version=version, by=rut)
        assert "Väntar på andra" in self.line(client, choir)
        services.send_back_presentation(
            text.stored(choir), version=version, comments={}, comment="Kortare.", by=olga
        )
        assert "ber er ändra" in self.line(client, choir)

    def test_those_who_do_not_write_have_no_line(self, client_of, choir, rut):
        client = client_of(cast.colleague("tove", choir, "answers"))
        assert "Presentation" not in client.get(reverse("my_association", args=[choir.slug])).text
