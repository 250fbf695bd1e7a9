"""The pages in front: home, and the words before the list of associations."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.blocks import TEXT_FEATURES, HomeBlocks
from cms.home import home_content
from cms.listing import Words, list_context

PROMOTE_PANELS = [
    FieldPanel("slug"),
    FieldPanel("show_in_menus"),
    FieldPanel("seo_title"),
    FieldPanel("search_description"),
]


class SearchHint(models.Model):
    """For a page with the search box."""

    search_hint = models.CharField(
        _("examples to search for"),
        max_length=120,
        blank=True,
        help_text=_("Shown under the search box, for example: fotboll för flickor, kör, språkkafé"),
    )

    class Meta:
        abstract = True


class HomePage(SearchHint, Page):  # noqa: DJ008 - Page has one
    """The site's front door: a sentence, the search box, and what the editors put below."""

    heading = models.CharField(
        _("what this is, in one sentence"),
        max_length=120,
        default="Hitta en förening där du bor",
    )
    ingress = models.CharField(_("ingress"), max_length=300, blank=True)
    body = StreamField(HomeBlocks(), verbose_name=_("below the search box"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("ingress"),
        FieldPanel("search_hint"),
        FieldPanel("body"),
    ]
    promote_panels = PROMOTE_PANELS
    parent_page_types = ["wagtailcore.Page"]
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), **home_content(self)}


class AssociationIndexPage(SearchHint, Page):  # noqa: DJ008 - Page has one
    """The editors' words around the list of associations, and its place in the menu.

    The list itself has a plain address of its own, see `cms.urls`.
    """

    heading = models.CharField(_("heading"), max_length=120, default="Hitta en förening")
    ingress = models.CharField(
        _("ingress"),
        max_length=300,
        blank=True,
        default="{antal} föreningar att upptäcka och gå med i.",
        help_text=_("{antal} becomes the number of associations."),
    )
    no_hits_help = RichTextField(
        _("help when nothing is found"), blank=True, features=TEXT_FEATURES
    )
    after_list = RichTextField(_("text after the list"), blank=True, features=TEXT_FEATURES)

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("ingress"),
        FieldPanel("search_hint"),
        FieldPanel("no_hits_help"),
        FieldPanel("after_list"),
    ]
    promote_panels = PROMOTE_PANELS
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "associations/list.html"

    class Meta:
        verbose_name = _("list of associations")
        verbose_name_plural = _("lists of associations")

    def get_url_parts(self, request=None):
        """The list's plain address, whatever the page's own address name is."""
        parts = super().get_url_parts(request)
        return parts and (*parts[:2], reverse("association_list"))

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect("association_list")

    def get_context(self, request, *args, **kwargs):
        """For the editor's preview; residents come through `cms.views.association_list`."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, **list_context(request.GET, words=self.words())}

    def words(self) -> Words:
        """What the list says of itself."""
        return Words(
            title=self.title,
            heading=self.heading,
            ingress=self.ingress,
            search_hint=self.search_hint,
            no_hits_help=expand_db_html(self.no_hits_help),
            after_list=expand_db_html(self.after_list),
        )
