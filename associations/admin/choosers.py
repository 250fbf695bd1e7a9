"""Choosing an association in the admin: by its public name, and by no more."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from associations import access
from associations.admin.ordering import swedish
from associations.models import Association


class NameFilter(BaseFilterForm):
    q = forms.CharField(
        label=_("Search for a name"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search for a name")}),
    )

    def filter(self, objects):
        self.is_searching = bool(self.cleaned_data["q"])
        self.search_query = self.cleaned_data["q"]
        return objects.filter(name__icontains=self.search_query).order_by(swedish("name"), "pk")


class Scoped:
    """Those who keep the register choose among all that are going; others among the listed."""

    filter_form_class = NameFilter

    def get_object_list(self):
        current = Association.objects.current()
        return current if access.may_keep_register(self.request.user) else current.listed()

    @property
    def title_column(self):
        column = super().title_column
        column.label = _("Name")
        return column


class ScopedLookup:
    def get_object(self, pk):
        return get_object_or_404(self.get_objects([pk]))

    def get_objects(self, pks):
        numbers = [pk for pk in pks if pk.isdecimal()]
        return Scoped.get_object_list(self).filter(pk__in=numbers)


class ChooseView(Scoped, chooser.ChooseView):
    pass


class ChooseResultsView(Scoped, chooser.ChooseResultsView):
    pass


class ChosenView(ScopedLookup, chooser.ChosenView):
    pass


class ChosenMultipleView(ScopedLookup, chooser.ChosenMultipleView):
    pass


class AssociationChooserViewSet(ChooserViewSet):
    model = Association
    icon = "group"
    choose_one_text = _("Choose an association")
    choose_another_text = _("Choose another association")
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self):
        """Without `create`: a new association is written in the register itself."""
        return [url for url in super().get_urlpatterns() if url.name != "create"]


chooser_viewset = AssociationChooserViewSet("association_chooser")


def association_chooser() -> forms.Widget:
    return chooser_viewset.widget_class()
