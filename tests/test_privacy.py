"""The canary: a word of its own in every private place, and then everything a visitor can reach.

The site is walked through twice, before and after the words are planted, and must answer the same:
so no word is shown, and none is counted either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    ModelLogEntry,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
    TaskState,
)

from associations import listings, private_services, services
from associations.api.throttling import VisitorThrottle
from associations.importing import desk
from associations.models import (
    Association,
    ChangeRequest,
    Confirmation,
    ConfirmationLink,
    ContactPerson,
    DisposalRule,
    DoNotPublish,
    DuplicatePair,
    ImportRun,
    ImportUpload,
    InternalNote,
    Merge,
    Offer,
    Presentation,
    RegisterFile,
    Suggestion,
    TermMapping,
)
from associations.models.listing import Listing, ListingText, SearchTerm
from associations.models.private import PrivateModel
from associations.search import PARAMETERS, SORT, WORDS
from cms import chrome, views
from cms.models import ContentPage, HomePage
from tests import cast
from tests.builders import (
    make_activity,
    make_area,
    make_association,
    make_language,
    make_target_group,
)
from tests.canaries import Canaries, is_word, private_models
from tests.crawler import Answer, answer_of, ask, crawl
from tests.routes import ROUTES
from tests.test_permissions import NOWHERE, every_route

pytestmark = pytest.mark.django_db

# Where a visitor who knows nothing may begin; the rest is found by following links.
START = ("/", "/sitemap.xml", "/robots.txt", "/api/v1/docs/", "/api/v1/schema/", "/halsa/")
START += ("/api/v1/associations/", "/api/v1/associations/ended/", "/finns-inte/")
START += ("/foreningar/?q=kören&sprak=fi", "/foreningar/?omrade=norr&form=non_profit&sida=2")
NONSENSE = "vwxqyj"


@contextmanager
def folders(patch: pytest.MonkeyPatch, folder: Path) -> Iterator[None]:
    """Pictures, documents and private files in folders of these tests' own."""
    storage = "django.core.files.storage.FileSystemStorage"
    public = {"BACKEND": storage, "OPTIONS": {"location": folder / "media", "base_url": "/media/"}}
    private = FileSystemStorage(location=folder / "private", base_url=None)
    for model in (RegisterFile, ImportUpload):
        patch.setattr(model._meta.get_field("file"), "storage", private)
    with override_settings(STORAGES=settings.STORAGES | {"default": public}):
        yield


def picture():
    content = ContentFile(b"", name="sjon.png")
    Image.new("RGB", (1200, 900), "teal").save(content, "PNG")
    return get_image_model().objects.create(title="Sjön", file=content)


def public_site():
    """What residents may read: a small municipality that uses every public column."""
    choir, area = make_activity("Körsång"), make_area("Norr")
    group, language = (
        make_target_group("Barn", age_from=0, age_to=12),
        make_language("Finska", "fi"),
    )
    terms = {"activities": [choir], "areas": [area], "target_groups": [group]}
    listed = make_association(
        "Norrtuna kör",
        ingress="Vi sjunger på tisdagar.",
        org_number="8020028711",
        town="Norrtuna",
        email="info@norrtunakor.example",
        languages=[language],
        latitude=58.9,
        longitude=17.1,
        **terms,
    )
    Presentation.objects.filter(association=listed).update(logo=picture(), logo_alt="En sjö")
    offer = Offer.objects.create(
        association=listed, direction="offer", kind="other", text="Vi kan sjunga på era fester."
    )
    silent = make_association("Tysta föreningen", **terms)
    Presentation.objects.filter(association=silent).update(live=False)
    ended = make_association("Gamla kören", **terms)
    services.dissolve(ended, on=ended.created_at.date(), by=None)
    listings.refresh()
    page = ContentPage(title="Om sidan", slug="om", show_in_menus=True, ingress="Om oss.")
    document = get_document_model().objects.create(
        title="Blankett", file=ContentFile(b"%PDF-1.7", name="blankett.pdf")
    )
    page.body = [("document", document)]
    HomePage.objects.get().add_child(instance=page)
    people = SimpleNamespace(
        rut=cast.rut(listed),
        stig=cast.stig(make_association("Grannkören")),
        olga=cast.olga(),
        edit=cast.edit(),
        hans=cast.hans(),
    )
    return SimpleNamespace(
        people=people,
        association=listed,
        offer=offer,
        silent=silent,
        ended=ended,
        page=page,
        activity=choir,
        area=area,
        target_group=group,
        language=language,
        terms=terms,
    )


def hide(site) -> Canaries:
    """Plant everything; `site` gets one of each thing that a route can be about."""
    canaries = Canaries()
    canaries.related = {
        Association: site.association,
        type(site.people.olga): site.people.olga,
        type(site.page): site.page,
    }
    hide_in_the_register(canaries, site)
    hide_at_the_coordinators(canaries, site)
    hide_in_pages(canaries, site)
    for user in vars(site.people).values():
        canaries.replant(user)
    canaries.replant(get_image_model().objects.get(), but=("file",))
    canaries.plant(ModelLogEntry, action="associations.change_facts", **_about(site.association))
    for model in private_models():
        if not any(issubclass(planted, model) for planted in canaries.models):
            row = model._base_manager.first()
            if row:
                canaries.replant(row)
            else:
                row = canaries.plant(model)
            setattr(site, model._meta.model_name, row)
    # What is held in memory is to be read anew.
    listings.refresh()
    chrome.touch()
    return canaries


def _about(row) -> dict:
    from django.contrib.contenttypes.models import ContentType

    return {
        "content_type": ContentType.objects.get_for_model(row),
        "object_id": str(row.pk),
        "timestamp": row.created_at,
    }


def hide_in_the_register(canaries: Canaries, site) -> None:
    """In associations that are not listed, drafts, and the private tables of one that is listed."""
    site.applied = make_association("Nykomlingen", status="applied", **site.terms)
    site.unlisted = make_association("Dold förening", listed=False, ingress="Dolt.", **site.terms)
    site.unlisted_end = make_association("Dold gammal", listed=False, **site.terms)
    services.merge_into(site.unlisted_end, target=site.association, on=site.ended.ended_on, by=None)
    for association in (site.applied, site.unlisted, site.unlisted_end):
        canaries.replant(association)
        canaries.replant(Presentation.objects.get(association=association))
    # An association that has ended, and goes on in one that residents are not to know of.
    Association.objects.filter(pk=site.ended.pk).update(merged_into=site.unlisted)
    site.presentation = Presentation.objects.get(association=site.association)
    site.other_presentation = Presentation.objects.get(association=site.silent)
    canaries.replant(site.other_presentation)
    # Two drafts of the listed one, the second sent back with a comment.
    for _draft in range(2):
        word = canaries.word("wagtailcore.Revision.content")
        services.propose_presentation(
            site.association, changes={"ingress": word, "how_to_join": word}, by=site.people.rut
        )
    site.task_state = TaskState.objects.get()
    site.unlisted.presentation.save_revision(user=site.people.rut)
    canaries.replant(Revision.objects.latest("pk"), but=("content",))
    canaries.replant(site.task_state)
    for field in ("source", "source_id"):
        word = canaries.word(f"associations.Association.{field}")
        Association.objects.filter(pk=site.association.pk).update(**{field: word})


def hide_at_the_coordinators(canaries: Canaries, site) -> None:
    of = {"association": site.association}
    site.person = canaries.plant(ContactPerson, **of)
    site.note = canaries.plant(InternalNote, **of)
    site.file = canaries.plant(RegisterFile, **of)
    site.suggestion = canaries.plant(Suggestion, **of)
    site.change_request = canaries.plant(ChangeRequest, field="name", state="waiting", **of)
    asked = Confirmation.objects.create(due_on=site.ended.ended_on, **of)
    site.confirmationlink = canaries.plant(ConfirmationLink, confirmation=asked)
    site.mapping = canaries.plant(TermMapping, kind="activity", activity=site.activity)
    site.run = canaries.plant(ImportRun)
    # What has been forgotten holds nothing to plant in.
    site.merger = canaries.plant(Merge, forgotten_at=None, undone_at=None)
    site.hidden = canaries.plant(DoNotPublish)
    site.rule = DisposalRule.objects.create(kind="notes")
    first, second = sorted((site.association, site.ended), key=lambda row: row.pk)
    site.pair = DuplicatePair.objects.create(first=first, second=second, likeness="number")
    site.other = site.ended
    site.run_upload = canaries.plant(ImportUpload, uploaded_by=site.people.olga)
    word = canaries.word("associations.ImportUpload.file")
    rows = ContentFile(f"Namn;Verksamhet\n{word};{word}\n".encode())
    site.upload = desk.receive(rows, name=f"{word}.csv", source=word, by=site.people.olga)
    name = canaries.word("associations.ContactPerson.name")
    private_services.save_private(ContactPerson(**of), changes={"name": name}, by=site.people.olga)


def hide_in_pages(canaries: Canaries, site) -> None:
    """Drafts, pages behind a password, and documents in a closed collection."""
    home = HomePage.objects.get()
    draft = ContentPage(title="Utkast", slug="utkast", live=False, show_in_menus=True)
    home.add_child(instance=draft)
    canaries.replant(draft, but=("translation_key",))
    for number, parent in enumerate((home, site.page)):
        closed = ContentPage(title="Stängd", slug=f"stangd-{number}", show_in_menus=True)
        under = ContentPage(title="Under", slug="under", show_in_menus=True)
        parent.add_child(instance=closed)
        closed.add_child(instance=under)
        canaries.plant(
            PageViewRestriction, page=closed, restriction_type=PageViewRestriction.PASSWORD
        )
        for page in (closed, under):
            canaries.replant(page, but=("translation_key",))
    for page in (site.page, home):
        page.title = page.seo_title = canaries.word("wagtailcore.Revision.content")
        page.save_revision()
    collection = Collection.get_first_root_node().add_child(name="Stängd")
    canaries.plant(
        CollectionViewRestriction,
        collection=collection,
        restriction_type=CollectionViewRestriction.LOGIN,
    )
    site.document = canaries.plant(get_document_model(), collection=collection)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The site with its words, made once: it takes longer than most questions to it.

    `before` is what a visitor was answered before they were planted.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        folders(patch, tmp_path_factory.mktemp("files")),
        transaction.atomic(),
    ):
        # Asking for every word is more than one visitor may do in a minute.
        patch.setattr(VisitorThrottle, "THROTTLE_RATES", {"anon": None})
        made = public_site()
        made.before = crawl(client_of(), START)
        made.canaries = hide(made)
        yield made
        transaction.set_rollback(True)


def client_of(user=None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def told(canaries: Canaries, answers: dict[str, Answer], *, within: str = "") -> dict:
    """Where a word came out: address → the columns whose words stand there."""
    found = {url: canaries.found_in(answer.text, within=within) for url, answer in answers.items()}
    return {url: where for url, where in found.items() if where}


def addresses_of(site) -> list[str]:
    """Every route, with the private things that it can be asked about."""
    found = []
    for name in every_route():
        route = ROUTES.get(name)
        if name in NOWHERE or "logout" in name:
            continue
        try:
            url = reverse(name, args=route.args(site) if route else ())
        except NoReverseMatch:
            continue
        found.append(f"{url}?{route.query}" if route and route.query else url)
    hidden = (site.unlisted, site.applied, site.unlisted_end)
    for association in hidden:
        found += [
            reverse("association_detail", args=[association.slug]),
            reverse("suggest_change", args=[association.slug]),
            reverse("suggest_change_sent", args=[association.slug]),
            reverse("api:association-by-slug", args=[association.slug]),
            reverse("api:association-detail", args=[association.public_id]),
        ]
    for page in ContentPage.objects.all():
        found.append(page.get_url())
    found += [site.document.url, f"/media/{site.document.file.name}"]
    found += [f"/media/images/{row.file.name}" for row in (site.file, site.upload)]
    return found


def test_every_private_column_has_a_word(site):
    """A new table or column without a plant fails here; say in `tests.canaries` what it is."""
    canaries = site.canaries
    planted = set(canaries.planted.values())
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in private_models()
        for field in model._meta.concrete_fields
        if field.model is model and is_word(field)
        if f"{model._meta.label}.{field.name}" not in planted
    ]
    assert not missing
    for word, where in canaries.planted.items():
        model_label, _dot, name = where.rpartition(".")
        [model] = [m for m in private_models() if m._meta.label == model_label]
        stored = [_stored(row, name) for row in model._base_manager.all()]
        assert any(word in text for text in stored), f"{word} is not in {where}"


def _stored(row, name: str) -> str:
    value = getattr(row, name)
    if hasattr(value, "open") and value:
        with value.open("rb") as file:
            return file.read().decode("latin-1")
    return str(getattr(value, "raw_data", value))


def test_a_visitor_finds_no_word_and_counts_nothing(site):
    before = site.before
    canaries = site.canaries
    after = crawl(client_of(), START)
    assert told(canaries, after) == {}
    assert {url: answer for url, answer in after.items() if before.get(url) != answer} == {}
    assert after.keys() == before.keys()
    seen = "\n".join(answer.text for answer in after.values())
    # Or it would prove nothing.
    for public in ("Norrtuna kör", "Gamla kören", "Om oss.", "image/webp", "blankett", "GeoJSON"):
        assert public in seen
    assert len(after) > 40


def test_neither_does_one_who_asks_for_what_is_hidden(site):
    canaries = site.canaries
    client = client_of()
    answers = {url: ask(client, url) for url in addresses_of(site)}
    # An address that one asked for may be repeated: what is to be signed in for, for example.
    known = {url: {w for w in canaries.planted if w in url.lower()} for url in answers}
    words = {
        url: {w for w in canaries.planted if w in answer.text.lower()} - known[url]
        for url, answer in answers.items()
    }
    assert {url: found for url, found in words.items() if found} == {}
    statuses = {url: answers[url].status for url in answers if known[url]}
    assert len(statuses) > 10
    assert set(statuses.values()) <= {302, 404}


@pytest.mark.parametrize("path", ["/foreningar/{}/", "/api/v1/associations/by-slug/{}/"])
def test_the_hidden_is_not_told_apart_from_what_is_not_there(site, path):
    client = client_of()
    for hidden in (site.unlisted, site.applied, site.unlisted_end):
        there = ask(client, path.format(hidden.slug))
        assert there == ask(client, path.format(NONSENSE))


# What those who look after an association read about it on its own pages.
ITS_OWN = {
    *("associations.ColleagueInvitation.address", "associations.JoinRequest.message"),
    # Of those who look after it too, or ask to.
    *("users.User.email", "users.User.first_name", "users.User.last_name"),
    # How the municipality reaches it.
    *("associations.PrivateContact.email", "associations.PrivateContact.phone"),
    *("associations.PrivateContact.website", "associations.PrivateContact.social_links"),
    # Its board, its documents, where money to it goes, and what it has asked to have changed.
    *("associations.ContactPerson.name", "associations.ContactPerson.email"),
    *("associations.ContactPerson.phone", "associations.RegisterFile.file"),
    "associations.RegisterFile.original_name",
    *("associations.PaymentDetails.bankgiro", "associations.PaymentDetails.plusgiro"),
    *("associations.ChangeRequest.value", "associations.ChangeRequest.reason"),
}


@pytest.mark.parametrize("who", ["rut", "stig"])
def test_signing_in_shows_a_representative_or_a_stranger_no_more(site, who):
    """But who one is oneself, on one's own pages, and what is one's own association's."""
    canaries = site.canaries
    user = getattr(site.people, who)
    client = client_of(user)
    answers = crawl(client, START) | {url: ask(client, url) for url in addresses_of(site)}
    known = {url: canaries.found_in(url) for url in answers}
    user.refresh_from_db()
    draft = reverse("my_presentation", args=[site.association.slug])
    own = canaries.found_in(f"{user.email} {user.username} {user.get_full_name()}")
    its_own = reverse("my_association", args=[site.association.slug])
    notes = " ".join(user.memberships.values_list("note", flat=True))
    kept = own | canaries.found_in(f"{user.first_name} {user.last_name} {notes}")
    for url in known:
        if url.startswith(reverse("my_pages")):
            known[url] |= own
        # What is kept about oneself, and what one has written.
        if url.startswith(reverse("my_data")):
            known[url] |= kept
            if who == "rut":
                known[url] |= {"wagtailcore.Revision.content", "wagtailcore.Revision.object_str"}
        # Whoever writes a draft reads it there.
        if who == "rut" and url.startswith(draft):
            known[url] |= {"wagtailcore.Revision.content"}
        if who == "rut" and url.startswith(its_own):
            known[url] |= ITS_OWN
    found = told(canaries, answers)
    assert {url: found[url] for url in found if found[url] - known[url]} == {}


def test_search_knows_no_word_nor_part_of_one(site):
    canaries = site.canaries
    client = client_of()
    for word in canaries.planted:
        for asked in (word, word[1:-1]):
            found = client.get("/api/v1/associations/", {WORDS: asked}).json()
            assert found["count"] == 0, (asked, canaries.planted[word])


def test_a_search_that_finds_nothing_says_the_same_whatever_was_asked(site):
    canaries = site.canaries
    client = client_of()

    def page(word: str) -> str:
        return ask(client, f"/foreningar/?q={word}").body.replace(word, "?")

    nothing = page(NONSENSE)
    one_of_each = {where: word for word, where in canaries.planted.items() if "." not in word}
    for where, word in one_of_each.items():
        assert page(word) == nothing, where


def test_filters_and_order_are_no_oracle(site):
    canaries = site.canaries
    client = client_of()
    words = list(canaries.planted)
    for name in PARAMETERS.values():
        assert client.get("/api/v1/associations/", {name: words}).json()["count"] == 0
    everything = client.get("/api/v1/associations/").json()["results"]
    unknown = {
        f"{before}{field.name}{after}": words[0]
        for model in (Association, Presentation, ContactPerson)
        for field in model._meta.get_fields()
        for before in ("", "private_contact__", "contact_persons__")
        for after in ("", "__startswith")
        if f"{before}{field.name}{after}" not in {WORDS, SORT, *PARAMETERS.values()}
    }
    assert client.get("/api/v1/associations/", unknown).json()["results"] == everything
    for order in ("email", "-email", "private_contact__email", "contact_persons__name", "pk"):
        asked = dict.fromkeys((SORT, "ordering", "order_by", "sort"), order)
        assert client.get("/api/v1/associations/", asked).json()["results"] == everything


def test_a_word_that_was_public_once_is_not_offered_as_a_spelling(site):
    """The search's dictionary forgets no word by itself; it must not tell of one either."""
    make_association("Zebraflinkarna")
    client = client_of()
    # The last is nearer to the word that is to be hidden, and must still find the other.
    asked = ("kanarieviskorna", "zebrafynkarna", "zebrafinkarna", "zebrafinkorna")
    before = [ask(client, f"/foreningar/?q={word}") for word in asked]
    once = make_association("Zebrafinkarna", ingress="Kanarieviskarna sjunger.")
    assert ask(client, f"/foreningar/?q={asked[0]}") != before[0]
    services.set_listed([once], is_listed=False, by=None)
    assert [ask(client, f"/foreningar/?q={word}") for word in asked] == before


def test_what_residents_read_is_made_without_the_words(site):
    canaries = site.canaries
    for model in (Listing, ListingText, SearchTerm):
        text = "\n".join(str(row) for row in model.objects.values_list())
        assert canaries.found_in(text) == set(), model


def test_errors_tell_nothing(site):
    canaries = site.canaries
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    slug = site.association.slug
    answers = {
        "csrf": answer_of(client.post(f"/foreningar/{slug}/foresla-andring/", {"text": "x"})),
        "method": answer_of(Client().post("/foreningar/")),
        "api method": answer_of(client.post("/api/v1/associations/")),
        "api format": ask(client, "/api/v1/associations/", headers={"Accept": "text/xml"}),
        "api page": ask(client, "/api/v1/associations/?page_size=x&after=%F0"),
        "nothing": ask(client, "/admin/finns/inte/"),
        "broken": answer_of(views.server_error(RequestFactory().get("/"))),
    }
    assert [a.status for a in answers.values()] == [403, 405, 405, 406, 400, 302, 500]
    assert told(canaries, answers) == {}


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_others_in_the_admin_read_nothing_of_the_register(site, who):
    """Editors and officers work beside the register, not in it."""
    canaries = site.canaries
    client = client_of(getattr(site.people, who))
    start = ["/admin/", *(url for url in addresses_of(site) if url.startswith("/admin/"))]
    answers = crawl(client, start, below="/admin/", variants=2)
    register = ("associations.", "wagtailcore.TaskState.comment", "wagtailcore.ModelLogEntry")
    for within in register:
        assert told(canaries, answers, within=within) == {}
    assert sum(answer.status == 200 for answer in answers.values()) > 10


@pytest.mark.parametrize("who", ["edit", "hans"])
def test_the_chooser_offers_listed_names_alone(site, who):
    canaries = site.canaries
    client = client_of(getattr(site.people, who))
    url = reverse("association_chooser:choose_results")
    assert "Norrtuna kör" in ask(client, url).body
    nothing = ask(client, f"{url}?q={NONSENSE}").body.replace(NONSENSE, "?")
    for word in canaries.planted:
        assert ask(client, f"{url}?q={word}").body.replace(word, "?") == nothing
    for hidden in (site.unlisted, site.applied):
        chosen = ask(client, reverse("association_chooser:chosen", args=[hidden.pk]))
        assert chosen.status == 404


def test_private_rows_are_called_by_kind_and_number(site):
    canaries = site.canaries
    for model in private_models():
        if issubclass(model, PrivateModel | ImportRun):
            for row in model.objects.all():
                assert canaries.found_in(f"{row!s} {row!r}") == set()
                assert str(row.pk) in str(row)


def test_the_reference_index_knows_no_private_row(site):
    call_command("rebuild_references_index", verbosity=0)
    private = [m for m in private_models() if issubclass(m, PrivateModel)]
    for row in ReferenceIndex.objects.all():
        for content_type in (row.content_type, row.base_content_type, row.to_content_type):
            assert content_type.model_class() not in private


def test_the_history_of_an_association_holds_no_private_value(site):
    """What the services log is the kind, the number and the fields, never what stood there."""
    canaries = site.canaries
    written = ModelLogEntry.objects.filter(action__contains="private")
    assert written.exists()
    for entry in written:
        assert canaries.found_in(f"{entry.label} {entry.data}") == set()
