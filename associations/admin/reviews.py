"""What associations have written and wait to have published, as a queue of our own.

Wagtail's dashboard does the same; here the parts stand side by side, and each can be commented on.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import WorkflowState

from associations import access, presentation_services
from associations.admin.life import LifeView
from associations.form_fields import NoteFormField
from associations.models import Presentation
from associations.presentation_changes import Change, changes
from associations.presentation_standing import (
    Stage,
    Standing,
    is_trusted,
    published,
    standing_of,
)
from associations.refusals import ReviewMovedOn

COMMENT_LENGTH = 1000


def waiting() -> QuerySet[WorkflowState]:
    """The reviews that are begun and not settled, the oldest first."""
    found = WorkflowState.objects.filter(
        base_content_type__app_label="associations",
        base_content_type__model=Presentation._meta.model_name,
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return found.order_by("current_task_state__started_at", "pk")


class ReviewView(WagtailAdminTemplateMixin):
    """For those who may approve."""

    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        if not access.may_review(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Queue(ReviewView, TemplateView):
    """What waits: three queries, however long the queue."""

    template_name = "associations/admin/reviews.html"
    page_title = _("To review")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        states = list(waiting().select_related("current_task_state", "requested_by"))
        found = Presentation.objects.select_related("association").in_bulk(
            [int(state.object_id) for state in states]
        )
        rows = [
            (found[int(state.object_id)], state)
            for state in states
            if int(state.object_id) in found
        ]
        return super().get_context_data(rows=rows, **kwargs)


class ReviewForm(forms.Form):
    """Words about each changed part, and about all of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = NoteFormField(
        label=_("Comment on all of it"),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, changes: list[Change], **kwargs):
        super().__init__(*args, **kwargs)
        self.changes = changes
        for change in changes:
            self.fields[change.field.value] = NoteFormField(
                label=gettext("Comment on “%(field)s”") % {"field": change.label},
                max_length=COMMENT_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self):
        cleaned = super().clean()
        if "send_back" in self.data and not self.errors and not any(self.words.values()):
            raise forms.ValidationError(
                _("Write what is to be changed, beside a part or about all of it.")
            )
        return cleaned

    @property
    def words(self) -> dict[str, str]:
        """All comments by field, "comment" among them."""
        names = ["comment", *(change.field.value for change in self.changes)]
        return {name: self.cleaned_data.get(name, "") for name in names}

    @property
    def comments(self) -> dict[str, str]:
        return {name: text for name, text in self.words.items() if name != "comment"}

    def rows(self):
        """Each changed part with the field for words about it."""
        return [(change, self[change.field.value]) for change in self.changes]


class Review(ReviewView, FormView):
    """One presentation: published and proposed side by side; approved, or sent back with words."""

    template_name = "associations/admin/review.html"
    form_class = ReviewForm
    page_title = _("Review")
    success_url = reverse_lazy("reviews:index")

    @cached_property
    def presentation(self) -> Presentation:
        found = Presentation.objects.select_related("association", "latest_revision")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.presentation)

    def get(self, request, *args, **kwargs):
        if self.standing.stage != Stage.WAITING:
            return self._moved_on()
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.presentation.association.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("reviews:index"), "label": Queue.page_title},
            {"url": "", "label": self.presentation.association.name},
        ]

    def get_initial(self):
        return {"version": self.standing.version}

    def get_form_kwargs(self):
        found = changes(published(self.standing.public), self.standing.draft)
        return super().get_form_kwargs() | {"changes": found}

    def get_context_data(self, **kwargs):
        kwargs |= {
            "presentation": self.presentation,
            "association": self.presentation.association,
            "review": self.standing.review,
        }
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        try:
            self._settle(form)
        except ReviewMovedOn:
            return self._moved_on()
        return super().form_valid(form)

    def _settle(self, form: ReviewForm) -> None:
        version, by = form.cleaned_data["version"], self.request.user
        words = {"name": self.presentation.association.name}
        comment = form.cleaned_data["comment"]
        if "send_back" in self.request.POST:
            presentation_services.send_back_presentation(
                self.presentation, version=version, comments=form.comments, comment=comment, by=by
            )
            messages.success(self.request, _("Sent back to %(name)s with your words.") % words)
        elif "approve" in self.request.POST:
            presentation_services.approve_presentation(
                self.presentation, version=version, comment=comment, by=by
            )
            messages.success(self.request, _("The presentation of %(name)s is published.") % words)
        else:
            raise Http404

    def _moved_on(self):
        messages.warning(
            self.request,
            _("What you looked at has been changed, taken back or settled. Look at it anew."),
        )
        return redirect(self.success_url)


class Trust(LifeView):
    """Let an association publish without review, or no longer."""

    name = "trust"
    icon = "check"

    @property
    def button(self):
        return _("Review again") if self.has_trust else _("Let it publish without review")

    @property
    def explanation(self):
        if self.has_trust:
            return _("What the association writes waits for review again before it is published.")
        return _(
            "What the association writes is published at once, without anybody in the municipality"
            " reading it first. Residents do not see that you trust it."
        )

    @property
    def done(self):
        # Said after the step has been taken.
        if is_trusted(self.association):
            return _("%(name)s publishes without review.")
        return _("%(name)s is reviewed before publishing.")

    @cached_property
    def has_trust(self) -> bool:
        return is_trusted(self.association)

    def take(self, form):
        presentation_services.set_trusted(
            self.association, is_trusted=not self.has_trust, by=self.request.user
        )

    def get_success_url(self):
        return reverse("associations:edit", args=[self.association.pk]) + "#tab-presentation"


class ReviewMenuItem(MenuItem):
    """Shown to those who may approve."""

    def __init__(self) -> None:
        super().__init__(
            Queue.page_title, reverse_lazy("reviews:index"), icon_name="clipboard-list", order=140
        )

    def is_shown(self, request) -> bool:
        return access.may_review(request.user)


def admin_urls():
    """The queue's addresses under the admin's."""
    return [path("granska/", include((urlpatterns, "reviews")))]


urlpatterns = [
    path("", Queue.as_view(), name="index"),
    path("<int:pk>/", Review.as_view(), name="review"),
    path("lita-pa/<int:pk>/", Trust.as_view(), name="trust"),
]
