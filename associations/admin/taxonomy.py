"""The vocabularies: kept by the municipality, in words residents use."""

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from associations import term_services
from associations.admin.base import ClosedViewSet
from associations.form_fields import TreeChoiceField, in_tree_order
from associations.models import Activity, Area, Language, TargetGroup


class TermIndex(generic.IndexView):
    """All words on one page, with how many associations have each."""

    any_permission_required = ["change"]

    def get_base_queryset(self):
        return super().get_base_queryset().annotate(uses=Count("association"))

    @cached_property
    def columns(self):
        return [*super().columns, Column("uses", label=_("Associations"), sort_key="uses")]


class IndentedColumn(TitleColumn):
    cell_template_name = "associations/admin/cells/tree_title.html"


class TreeIndex(TermIndex):
    """Each word followed by those that stand under it."""

    def _get_title_column(self, field_name, column_class=IndentedColumn, **kwargs):
        return super()._get_title_column(field_name, column_class=column_class, **kwargs)

    def get_queryset(self):
        queryset = super().get_queryset()
        if self.is_explicitly_ordered or self.is_export:
            return queryset
        return in_tree_order(queryset)


class SavesTerm:
    """Saving through the service, which refreshes the listings that show the word."""

    def get_success_buttons(self):
        return []

    def save_instance(self):
        term = self.model()
        if self.form.instance.pk:
            term = self.model.objects.select_for_update().get(pk=self.form.instance.pk)
        changes = {name: self.form.cleaned_data[name] for name in self.form.fields}
        return term_services.save_term(term, changes=changes, by=self.request.user)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class TermCreate(SavesTerm, generic.CreateView):
    pass


class TermEdit(SavesTerm, generic.EditView):
    pass


class TermDelete(generic.DeleteView):
    """Refused, with how many use the word, while anything does."""

    template_name = "associations/admin/delete_term.html"

    @cached_property
    def in_use(self) -> term_services.TermInUse | None:
        return term_services.in_use(self.object)

    def get_usage(self):
        return None

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"in_use": self.in_use}

    def form_valid(self, form):
        try:
            term_services.remove_term(self.object, by=self.request.user)
        except term_services.TermInUse as used:
            messages.error(self.request, _refusal(self.object, used))
            return redirect(reverse(self.delete_url_name, args=[self.object.pk]))
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())


def _refusal(term, used: term_services.TermInUse) -> str:
    if used.associations:
        text = ngettext(
            "“%(name)s” is used by %(count)s association and was not removed.",
            "“%(name)s” is used by %(count)s associations and was not removed.",
            used.associations,
        )
        return text % {"name": term, "count": used.associations}
    text = ngettext(
        "%(count)s other word stands under “%(name)s”, which was not removed.",
        "%(count)s other words stand under “%(name)s”, which was not removed.",
        used.words,
    )
    return text % {"name": term, "count": used.words}


class TermViewSet(ClosedViewSet):
    icon = "tag"
    routes = ("index", "index_results", "add", "edit", "delete", "history", "history_results")
    index_view_class = TermIndex
    add_view_class = TermCreate
    edit_view_class = TermEdit
    delete_view_class = TermDelete
    list_per_page = 500
    list_display = ("name",)
    search_fields = ("name",)
    list_export = ()
    ordering = "name"
    menu_label = None


def _tree_form(model):
    class TreeForm(WagtailAdminModelForm):
        parent = TreeChoiceField(
            queryset=model.objects.all(),
            label=_("Belongs under"),
            required=False,
            empty_label=_("Nothing, it is at the top"),
        )

    return TreeForm


class ActivityViewSet(TermViewSet):
    model = Activity
    index_view_class = TreeIndex
    url_namespace = "activities"
    url_prefix = "associations/activities"
    menu_label = _("Activities")
    list_display = ("name", "icnpo")
    search_fields = ("name", "synonyms", "icnpo")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("parent"),
            FieldPanel("icnpo"),
            FieldPanel("synonyms"),
        ],
        base_form_class=_tree_form(Activity),
    )


class AreaViewSet(TermViewSet):
    model = Area
    icon = "site"
    index_view_class = TreeIndex
    url_namespace = "areas"
    url_prefix = "associations/areas"
    menu_label = _("Areas")
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("parent")], base_form_class=_tree_form(Area)
    )


class TargetGroupViewSet(TermViewSet):
    model = TargetGroup
    url_namespace = "target_groups"
    url_prefix = "associations/target-groups"
    menu_label = _("Target groups")
    list_display = ("name", "age_from", "age_to")
    ordering = ("sort_order", "name")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_to")]),
            FieldPanel("sort_order"),
        ]
    )


class LanguageViewSet(TermViewSet):
    model = Language
    icon = "globe"
    url_namespace = "languages"
    url_prefix = "associations/languages"
    menu_label = _("Languages")
    list_display = ("name", "slug")
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("slug", heading=_("Language code (ISO 639)"))]
    )


TERM_VIEWSETS = (ActivityViewSet, AreaViewSet, TargetGroupViewSet, LanguageViewSet)
