"""A site that opens: the pages a fresh installation begins with."""

from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.models import (
    AccessibilityStatementPage,
    AssociationIndexPage,
    HomePage,
    SiteSettings,
    SiteVersion,
)

HOME_WORDS = {
    "search_hint": "Till exempel: fotboll för flickor, kör, språkkafé",
    "body": [
        (
            "doors",
            [
                ("activities", {"heading": "Vad vill du göra?"}),
                ("areas", {"heading": "Nära dig"}),
                ("confirmed", {"heading": "Nyss bekräftade"}),
            ],
        )
    ],
}
STATEMENT_WORDS = {
    "shortcomings": (
        "<p>Vi har inte hittat några brister när vi prövat tjänsten. Föreningarnas egna filer och"
        " bilder kan sakna beskrivningar.</p>"
    ),
    "method": "<p>Vi har prövat tjänsten själva, med verktyg och för hand.</p>",
}


def after_migrate(sender, using="default", **kwargs) -> None:
    """Prepare the site as soon as its tables are there; once, then never again."""
    tables = set(connections[using].introspection.table_names())
    if {HomePage._meta.db_table, SiteVersion._meta.db_table, Site._meta.db_table} <= tables:
        # Saving a page clears what the cache holds of the site, and the cache may be a table.
        call_command("createcachetable", database=using, verbosity=0)
        prepare_site()


@transaction.atomic
def prepare_site() -> HomePage:
    """Make sure that there is a home page; return it.

    The first time, Wagtail's welcome page makes way for it and the pages a site must have are put
    below it, in words that the editors then make their own.
    """
    home = HomePage.objects.order_by("path").first()
    if home is not None:
        return home
    SiteVersion.objects.get_or_create(pk=1)
    SiteSettings.load()
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=_locale())
    )
    root.title = root.draft_title = "Alla webbplatser"
    root.save(update_fields=["title", "draft_title"])
    for page in root.get_children().filter(slug="home"):
        page.slug = "valkommen-till-wagtail"
        page.save()
    home = HomePage(title="Start", slug="start", locale=_locale(), **HOME_WORDS)
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Samklang"},
    )
    root.get_children().filter(slug="valkommen-till-wagtail").delete()
    _pages_of_every_site(home)
    return home


def _pages_of_every_site(home: HomePage) -> None:
    home.add_child(
        instance=AssociationIndexPage(title="Föreningar", slug="foreningar", show_in_menus=True)
    )
    today = timezone.localdate()
    home.add_child(
        instance=AccessibilityStatementPage(
            title="Tillgänglighet",
            slug="tillganglighet",
            actor_name="Kommunen",
            service_name="Föreningsregistret",
            assessed_on=today,
            updated_on=today,
            **STATEMENT_WORDS,
        )
    )


def _locale() -> Locale:
    return Locale.objects.get_or_create(language_code="sv")[0]
