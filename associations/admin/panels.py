"""Parts of the association's edit page that show other tables, with links to where they change."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.panels import TabbedInterface as Tabs

from associations.models import (
    Claim,
    JoinRequest,
    Membership,
    PaymentDetails,
    Presentation,
    RequestState,
)
from associations.models.joining import OPEN_CLAIM_STATES
from associations.people import called
from associations.presentation_standing import is_trusted


class Tab(ObjectList):
    """A tab whose address is the same in every language."""

    def __init__(self, children, *, anchor: str, **kwargs):
        super().__init__(children, **kwargs)
        self.anchor = anchor

    def clone_kwargs(self):
        return super().clone_kwargs() | {"anchor": self.anchor}

    @property
    def clean_name(self):
        return self.anchor


class RelatedPanel(Panel):
    """Rows of another table, read only. Subclasses say which with `rows`; not shown when new."""

    def __init__(self, template_name: str, **kwargs):
        super().__init__(**kwargs)
        self.template_name = template_name

    def clone_kwargs(self):
        return super().clone_kwargs() | {"template_name": self.template_name}

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self):
            return self.panel.template_name

        def is_shown(self):
            return self.instance.pk is not None and super().is_shown()


class PrivatePanel(RelatedPanel):
    """What only the municipality reads: persons, notes, documents, payment."""

    class BoundPanel(RelatedPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            association = self.instance
            return context | {
                "association": association,
                "persons": association.contact_persons.all(),
                "notes": association.internal_notes.select_related("written_by"),
                "files": association.register_files.select_related("uploaded_by"),
                "payment": PaymentDetails.objects.filter(association=association).first(),
            }


class PresentationPanel(RelatedPanel):
    """The public text, and whether another one waits for review."""

    class BoundPanel(RelatedPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            presentation = Presentation.objects.filter(association=self.instance).first()
            state = presentation and presentation.current_workflow_state
            return context | {
                "presentation": presentation,
                "review": state,
                "is_trusted": is_trusted(self.instance),
            }


class PeoplePanel(RelatedPanel):
    """Who may act for the association, and who wants to."""

    class BoundPanel(RelatedPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            of = {"association": self.instance}
            found = {
                "people": Membership.objects.current().filter(**of).order_by("-role", "pk"),
                "claims": Claim.objects.filter(state__in=OPEN_CLAIM_STATES, **of),
                "requests": JoinRequest.objects.filter(state=RequestState.WAITING, **of),
            }
            named = {
                name: [(called(row.user), row) for row in rows.select_related("user")]
                for name, rows in found.items()
            }
            return context | named | of


def _contact(name: str, **kwargs) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name, **kwargs), FieldPanel(f"{name}_is_public")])


def edit_handler(base_form_class) -> Tabs:
    """The tabs of the association's form."""
    facts = Tab(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("org_number"), FieldPanel("legal_form")]),
            FieldRowPanel([FieldPanel("founded_year"), FieldPanel("national_federation")]),
            FieldPanel("annual_meeting_month"),
            FieldPanel("meeting_times"),
            MultiFieldPanel(
                [
                    FieldPanel("visiting_address"),
                    FieldRowPanel([FieldPanel("postal_code"), FieldPanel("town")]),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                ],
                heading=_("Place"),
            ),
        ],
        heading=_("Facts"),
        anchor="facts",
    )
    does = Tab(
        [
            FieldPanel("activities"),
            FieldPanel("target_groups"),
            FieldPanel("areas"),
            FieldPanel("languages"),
        ],
        heading=_("What and for whom"),
        anchor="activities",
    )
    contact = Tab(
        [_contact("email"), _contact("phone"), _contact("website"), _contact("social_links")],
        heading=_("Contact"),
        anchor="contact",
    )
    private = Tab(
        [PrivatePanel("associations/admin/panels/private.html")],
        heading=_("For the municipality"),
        anchor="private",
    )
    people = Tab(
        [PeoplePanel("associations/admin/panels/people.html")],
        heading=_("Representatives"),
        anchor="people",
    )
    presentation = Tab(
        [PresentationPanel("associations/admin/panels/presentation.html")],
        heading=_("Presentation"),
        anchor="presentation",
    )
    return Tabs(
        [facts, does, contact, people, private, presentation], base_form_class=base_form_class
    )
