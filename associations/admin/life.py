"""What the coordinator does to an association: a page each, that says what will happen."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import confirmation_services, services
from associations.admin.base import KeeperRequired
from associations.admin.choosers import association_chooser
from associations.forms import DissolveForm, EndForm, MergeForm
from associations.models import Association, Status


class LifeView(KeeperRequired, WagtailAdminTemplateMixin, FormView):
    """One step: told about by GET, taken by POST. Subclasses say what it is and does."""

    template_name = "associations/admin/life.html"
    form_class = forms.Form
    name: str
    button: str
    explanation: str
    done: str = ""
    icon = "arrow-right"
    becomes: str | None = None

    @classmethod
    def is_possible(cls, association: Association) -> bool:
        return cls.becomes is None or association.may_become(cls.becomes)

    def take(self, form: forms.Form) -> None:
        raise NotImplementedError

    @cached_property
    def association(self) -> Association:
        return get_object_or_404(Association, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        return self._refuse() or super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self._refuse() or super().post(request, *args, **kwargs)

    def _refuse(self):
        if self.is_possible(self.association):
            return None
        text = gettext("This cannot be done while the status is “%(status)s”.")
        messages.error(self.request, text % {"status": self.association.get_status_display()})
        return redirect(self.get_success_url())

    def form_valid(self, form):
        self.take(form)
        messages.success(self.request, self.done % {"name": self.association.name})
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("associations:edit", args=[self.association.pk])

    def get_page_title(self):
        return self.button

    def get_page_subtitle(self):
        return self.association.name

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("associations:index"), "label": _("Associations")},
            {"url": self.get_success_url(), "label": self.association.name},
            {"url": "", "label": self.button},
        ]


class Confirm(LifeView):
    name = "confirm"
    icon = "check"
    button = _("Confirm the details")
    explanation = _(
        "Confirm when you have checked with the association that the details are right. Residents"
        " see the date."
    )
    done = _("The details of %(name)s are confirmed today.")

    def take(self, form):
        confirmation_services.confirm_for(self.association, by=self.request.user)


class Activate(LifeView):
    name = "activate"
    icon = "rotate"
    button = _("Set active")
    explanation = _(
        "The association becomes active. If it was dissolved or merged, it no longer says so, and"
        " does not point on to another."
    )
    done = _("%(name)s is active.")
    becomes = Status.ACTIVE

    def take(self, form):
        services.set_active(self.association, by=self.request.user)


class Rest(LifeView):
    name = "rest"
    icon = "clock"
    button = _("Set dormant")
    explanation = _("The association stays in the list, which says that it is dormant.")
    done = _("%(name)s is dormant.")
    becomes = Status.DORMANT

    def take(self, form):
        services.set_dormant(self.association, by=self.request.user)


class WithAnother(LifeView):
    """A step that can point on to another association."""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"association": self.association, "widget": association_chooser()}


class Dissolve(WithAnother):
    name = "dissolve"
    icon = "cross"
    button = _("Dissolve")
    explanation = _(
        "The association leaves the list. Its page stays, says that the association is dissolved"
        " and points on to the one that carries on, if you choose one."
    )
    done = _("%(name)s is dissolved.")
    becomes = Status.DISSOLVED
    form_class = DissolveForm

    def take(self, form):
        services.dissolve(
            self.association,
            on=form.cleaned_data["on"],
            continues_in=form.cleaned_data["target"],
            by=self.request.user,
        )


class Merge(WithAnother):
    name = "merge"
    icon = "link"
    button = _("Merge into another")
    explanation = _(
        "The association leaves the list. Its page stays and points on to the one you choose."
        " Next you see both side by side, and choose what the other one takes over."
    )
    becomes = Status.MERGED
    form_class = MergeForm

    def form_valid(self, form):
        kept = form.cleaned_data["target"]
        return redirect("associations:compare", kept.pk, self.association.pk)


class MoveOut(LifeView):
    name = "move_out"
    icon = "arrow-right-full"
    button = _("Moved out")
    explanation = _(
        "The association leaves the list. Its page stays and says that it has moved to another"
        " municipality."
    )
    done = _("%(name)s is marked as moved.")
    becomes = Status.MOVED
    form_class = EndForm

    def take(self, form):
        services.move_out(self.association, on=form.cleaned_data["on"], by=self.request.user)


STEPS: tuple[type[LifeView], ...] = (Confirm, Activate, Rest, Dissolve, Merge, MoveOut)


def steps_for(association: Association) -> list[tuple[type[LifeView], str]]:
    """The steps that can be taken now, with the address of each."""
    return [
        (step, reverse(f"associations:{step.name}", args=[association.pk]))
        for step in STEPS
        if step.is_possible(association)
    ]


def urlpatterns() -> list:
    return [path(f"{step.name}/<int:pk>/", step.as_view(), name=step.name) for step in STEPS]
