"""What surrounds every page – name, colours, menu, footer – read once and held until it changes.

Each worker holds its own copy. One query per request reads `SiteVersion.stamp`; the stamp is
changed in the transaction of every edit, so the next request after an edit reads anew.
"""

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.breadcrumbs import Link
from cms.colours import darkened, lightened, parts_of
from cms.listing import Words
from cms.models import (
    AccessibilityStatementPage,
    AssociationIndexPage,
    HomePage,
    SiteSettings,
    SiteVersion,
)

LOGO_FILTER = "max-320x80|format-webp"
READ_IN_DARK_MODE = (
    "text-link-default",
    "text-link-hover",
    "text-button-outline-default",
    "text-button-outline-hover",
    "border-button-outline-default",
    "border-button-outline-hover",
)


@dataclass(frozen=True)
class Logo:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Chrome:
    """The frame of every page: plain values, and the HTML made of them, which is made once."""

    settings: SiteSettings
    logo: Logo | None
    theme: str
    admin_theme: str
    menu: tuple[Link, ...]
    footer_links: tuple[Link, ...]
    accessibility: Link | None
    home_title: str
    list_words: Words
    _headers: dict[tuple[str, ...], SafeString] = field(default_factory=dict)

    @cached_property
    def assets(self) -> SafeString:
        return render_to_string("components/assets.html")

    @cached_property
    def footer(self) -> SafeString:
        return render_to_string("components/footer.html", {"site": self})

    def header(self, path: str) -> SafeString:
        """The header of the page at this address, whose place in the menu is marked."""
        # As `aria-current` says it: this very page, or one above it.
        places = tuple(
            "page" if path == link.url else "true" if path.startswith(link.url) else ""
            for link in self.menu
        )
        if places not in self._headers:
            menu = list(zip(self.menu, places, strict=True))
            context = {"site": self, "menu": menu}
            self._headers[places] = render_to_string("components/header.html", context)
        return self._headers[places]


_held: tuple[Any, Chrome] | None = None


def chrome_for(request: HttpRequest) -> Chrome:
    """The frame of the page this request asks for; asked for once, however many ask here."""
    if not hasattr(request, "_chrome"):
        request._chrome = chrome()  # type: ignore[attr-defined]
    return request._chrome  # type: ignore[attr-defined]


def chrome() -> Chrome:
    """The present frame: one query, or a handful after an edit."""
    global _held
    stamp = _stamp()
    if _held is not None and stamp is not None and _held[0] == stamp:
        return _held[1]
    made = read_chrome()
    _held = (stamp, made)
    return made


def _stamp() -> Any:
    """As the driver reads it: it is only ever held against itself. Asked on every page."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT stamp FROM {SiteVersion._meta.db_table} LIMIT 1")  # noqa: S608
        row = cursor.fetchone()
    return row and row[0]


def touch() -> None:
    """Say that something all pages share has changed."""
    stamp = uuid.uuid4()
    if not SiteVersion.objects.update(stamp=stamp):
        SiteVersion.objects.create(stamp=stamp)


def read_chrome() -> Chrome:
    settings = SiteSettings.objects.select_related("logo").first() or SiteSettings()
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    root = site.root_page if site else None
    below = Page.objects.none() if root is None else root.get_children().live().public()
    index = AssociationIndexPage.objects.live().first()
    statement = AccessibilityStatementPage.objects.live().first()
    return Chrome(
        settings=settings,
        logo=_logo(settings),
        theme=theme(settings),
        admin_theme=admin_theme(settings),
        menu=tuple(Link(page.title, _url(page)) for page in below.in_menu().specific()),
        footer_links=tuple(_footer_links(settings)),
        accessibility=statement and Link(statement.title, _url(statement)),
        home_title=_home_title(root),
        list_words=index.words() if index else default_words(),
    )


def default_words() -> Words:
    """For a site without a list page in front."""
    return Words(title=_("Associations"), heading=_("Find an association"))


def theme(settings: SiteSettings) -> str:
    """The municipality's colours as custom properties, for the one style element of a page."""
    brand, accent = settings.brand_colour, settings.accent_colour
    light = f"--brand:{brand};--brand-strong:{darkened(brand)};--accent:{accent}"
    dark = f"--brand:{lightened(brand)};--brand-strong:{lightened(brand)}"
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"


def admin_theme(settings: SiteSettings) -> str:
    """The same two colours as Wagtail's admin asks for them: the menu in a darker main colour."""
    light = ";".join(
        f"--w-color-{name}-{part}:{value}"
        for name, colour in (
            ("primary", darkened(settings.brand_colour)),
            ("secondary", settings.brand_colour),
        )
        for part, value in parts_of(colour).items()
    )
    light = f"{light};--accent:{settings.accent_colour}"
    # Wagtail makes links on dark ground from the main colour as it is, which may be too dark.
    readable = lightened(settings.brand_colour)
    dark = ";".join(f"--w-color-{name}:{readable}" for name in READ_IN_DARK_MODE)
    return (
        f":root{{{light}}}.w-theme-dark{{{dark}}}"
        f"@media(prefers-color-scheme:dark){{.w-theme-system{{{dark}}}}}"
    )


def _url(page: Page) -> str:
    return page.get_url() or "/"


def _home_title(root: Page | None) -> str:
    return root.title if root and HomePage.objects.filter(pk=root.pk).exists() else _("Home")


def _logo(settings: SiteSettings) -> Logo | None:
    if settings.logo is None:
        return None
    try:
        rendition = settings.logo.get_rendition(LOGO_FILTER)
    except (OSError, ValueError):
        # A lost file costs the logo, not the site.
        return None
    return Logo(rendition.url, rendition.width, rendition.height)


def _footer_links(settings: SiteSettings):
    for block in settings.footer_links:
        page, url = block.value["page"], block.value["url"]
        if page is not None and page.live:
            yield Link(block.value["label"], _url(page.specific))
        elif url:
            yield Link(block.value["label"], url)
