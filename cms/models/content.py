"""Pages that editors write from blocks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.blocks import TEXT_FEATURES, ContentBlocks
from cms.breadcrumbs import breadcrumbs
from cms.models.fronts import PROMOTE_PANELS

COMPLAINT_URL = "https://www.digg.se/tdosanmalan"


class ContentPage(Page):
    """A page of text: about the site, how to register an association, contact."""

    ingress = models.CharField(_("ingress"), max_length=300, blank=True)
    body = StreamField(ContentBlocks(), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("ingress"), FieldPanel("body")]
    promote_panels = PROMOTE_PANELS
    parent_page_types = ["cms.HomePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/content_page.html"

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["crumbs"] = breadcrumbs(self)
        context["children"] = self.get_children().live().public().in_menu()
        return context


class Compliance(models.TextChoices):
    FULL = "full", _("Fully compliant")
    PARTIAL = "partial", _("Partly compliant")
    NONE = "none", _("Not compliant")


class AccessibilityStatementPage(Page):
    """The accessibility statement with the parts that lag (2018:1937) and DIGG ask for."""

    actor_name = models.CharField(
        _("who is responsible"), max_length=120, help_text=_("The municipality's full name.")
    )
    service_name = models.CharField(_("name of the service"), max_length=120)
    compliance = models.CharField(
        _("compliance"), max_length=8, choices=Compliance, default=Compliance.PARTIAL
    )
    shortcomings = RichTextField(
        _("what is not accessible, and why"), blank=True, features=TEXT_FEATURES
    )
    burdensome = RichTextField(
        _("what would be an unreasonable burden (section 12), and why"),
        blank=True,
        features=TEXT_FEATURES,
    )
    outside_law = RichTextField(
        _("what the law does not cover (section 9)"), blank=True, features=TEXT_FEATURES
    )
    method = RichTextField(_("how the service was tested"), blank=True, features=TEXT_FEATURES)
    assessed_on = models.DateField(_("assessed on"))
    updated_on = models.DateField(_("statement last updated on"))
    report_email = models.EmailField(_("e-mail for reports"), blank=True)
    report_phone = models.CharField(_("phone for reports"), max_length=40, blank=True)
    report_url = models.URLField(_("form for reports"), blank=True)
    reply_days = models.PositiveSmallIntegerField(_("working days until an answer"), default=5)
    complaint_url = models.URLField(_("the supervising authority's form"), default=COMPLAINT_URL)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("actor_name"), FieldPanel("service_name"), FieldPanel("compliance")],
            heading=_("Service"),
        ),
        MultiFieldPanel(
            [FieldPanel("shortcomings"), FieldPanel("burdensome"), FieldPanel("outside_law")],
            heading=_("Content that is not accessible"),
        ),
        MultiFieldPanel(
            [FieldPanel("method"), FieldPanel("assessed_on"), FieldPanel("updated_on")],
            heading=_("Assessment"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("report_email"),
                FieldPanel("report_phone"),
                FieldPanel("report_url"),
                FieldPanel("reply_days"),
                FieldPanel("complaint_url"),
            ],
            heading=_("Report a problem"),
        ),
    ]
    promote_panels = PROMOTE_PANELS
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    template = "cms/accessibility_statement_page.html"

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["crumbs"] = breadcrumbs(self)
        return context
