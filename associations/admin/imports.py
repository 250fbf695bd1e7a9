"""The import, step by step: file, columns, words, preview, and then all of it or nothing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from associations import access
from associations.admin.import_forms import ColumnsForm, DoubtsForm, UploadForm, WordsForm
from associations.importing import desk
from associations.importing.apply import run_import
from associations.importing.faults import ImportFault
from associations.importing.plan import make_plan
from associations.models import (
    Association,
    ImportRun,
    ImportUpload,
    Suspicion,
    TermMapping,
    TermState,
)

# Rows shown of each kind; the report has them all.
SHOWN = 50


class ImportView(WagtailAdminTemplateMixin):
    """For those who may import; a step about one upload finds it here."""

    header_icon = "upload"
    step = ""

    def dispatch(self, request, *args, **kwargs):
        if not access.may_import(request.user):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except ImportFault as fault:
            messages.error(request, str(fault))
            return redirect("associations_import:start")

    @cached_property
    def upload(self) -> ImportUpload:
        # One's own: a half-finished import is nobody else's business.
        return get_object_or_404(ImportUpload, pk=self.kwargs["pk"], uploaded_by=self.request.user)

    def url(self, name: str) -> str:
        return reverse(f"associations_import:{name}", args=[self.upload.pk])

    def get_breadcrumbs_items(self):
        start = {"url": reverse("associations_import:start"), "label": _("Import a register")}
        here = [{"url": "", "label": self.page_title}] if self.step else []
        return [*self.breadcrumbs_items, start, *here]

    def get_context_data(self, **kwargs):
        return super().get_context_data(step=self.step, **kwargs)


class Start(ImportView, FormView):
    """Step 1: the file, and the earlier imports."""

    template_name = "associations/importing/start.html"
    page_title = _("Import a register")
    form_class = UploadForm

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        upload = desk.receive(
            file, name=file.name, source=form.cleaned_data["source"], by=self.request.user
        )
        return redirect("associations_import:columns", upload.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            runs=ImportRun.objects.select_related("imported_by")[:10],
            sources=ImportRun.objects.order_by("source")
            .values_list("source", flat=True)
            .distinct(),
            uploads=ImportUpload.objects.filter(uploaded_by=self.request.user),
            undecided=TermMapping.objects.filter(state=TermState.PROPOSED).count(),
            **kwargs,
        )


class Columns(ImportView, FormView):
    """Step 2: which column is what."""

    template_name = "associations/importing/columns.html"
    page_title = _("Columns")
    step = "columns"
    form_class = ColumnsForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "columns": desk.columns(self.upload),
            "targets": self.upload.targets,
        }

    def form_valid(self, form):
        self.upload.targets = form.targets()
        self.upload.answers = {}
        self.upload.save(update_fields=["targets", "answers"])
        return redirect(self.url("preview"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(upload=self.upload, **kwargs)


class Words(ImportView, FormView):
    """A step aside: what the words mean that nobody has decided about."""

    template_name = "associations/importing/words.html"
    page_title = _("Words to decide about")
    step = "words"
    form_class = WordsForm

    def get_form_kwargs(self):
        plan = make_plan(desk.rows(self.upload), source=self.upload.source)
        return super().get_form_kwargs() | {"proposals": plan.proposals}

    def form_valid(self, form):
        decided = form.save(source=self.upload.source)
        if decided:
            text = ngettext("%(count)s word is decided.", "%(count)s words are decided.", decided)
            messages.success(self.request, text % {"count": decided})
        return redirect(self.url("preview"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(upload=self.upload, **kwargs)


class AllWords(ImportView, FormView):
    """Every word that imports have met: decide about it, or decide anew."""

    template_name = "associations/importing/words.html"
    page_title = _("Words from imports")
    step = "all-words"
    form_class = WordsForm

    @cached_property
    def words(self) -> dict[tuple[str, str], TermMapping]:
        words = sorted(TermMapping.objects.all(), key=lambda word: word.state != TermState.PROPOSED)
        return {(word.kind, word.key): word for word in words}

    def get_form_kwargs(self):
        proposals = {at: (word.word, word.uses) for at, word in self.words.items()}
        return super().get_form_kwargs() | {"proposals": proposals, "decided": self.words}

    def form_valid(self, form):
        decided = form.save()
        messages.success(
            self.request,
            ngettext(
                "%(count)s word decided. The next import knows it.",
                "%(count)s words decided. The next import knows them.",
                decided,
            )
            % {"count": decided},
        )
        return redirect("associations_import:all_words")


class Preview(ImportView, TemplateView):
    """Step 3: what would happen, and the button that makes it happen."""

    template_name = "associations/importing/preview.html"
    page_title = _("Preview")
    step = "preview"

    @cached_property
    def plan(self):
        return make_plan(
            desk.rows(self.upload), source=self.upload.source, answers=desk.answers(self.upload)
        )

    def post(self, request, pk):
        """Answers to the doubtful rows; nothing is imported yet."""
        form = DoubtsForm(request.POST, plan=self.plan, answers=self.upload.answers)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(doubts=form))
        self.upload.answers |= form.answers()
        self.upload.save(update_fields=["answers"])
        return redirect(self.url("preview"))

    def get_context_data(self, **kwargs):
        kwargs.setdefault("doubts", DoubtsForm(plan=self.plan, answers=self.upload.answers))
        return super().get_context_data(
            upload=self.upload,
            plan=self.plan,
            summary=desk.summary(self.plan, shown=SHOWN),
            shown=SHOWN,
            **kwargs,
        )


class Report(ImportView, View):
    """The whole preview as a file."""

    def get(self, request, pk):
        plan = make_plan(
            desk.rows(self.upload), source=self.upload.source, answers=desk.answers(self.upload)
        )
        response = HttpResponse(desk.report_csv(plan), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="importrapport.csv"'
        return response


class Run(ImportView, View):
    """Step 4: import what the preview showed, or show it again if the register has changed."""

    http_method_names = ["post"]

    def post(self, request, pk):
        expected = {
            name: int(value)
            for name in ("read", "new", "changed", "unchanged", "refused")
            if (value := request.POST.get(name, "")).isdigit()
        }
        _plan, run = run_import(
            lambda: desk.rows(self.upload),
            source=self.upload.source,
            by=request.user,
            file_name=self.upload.original_name,
            mapping=desk.mapping(self.upload),
            answers=desk.answers(self.upload),
            expected=expected,
        )
        if run is None:
            messages.warning(
                request,
                gettext(
                    "The register has changed since the preview. Look once more before importing."
                ),
            )
            return redirect(self.url("preview"))
        desk.discard(self.upload)
        messages.success(
            request,
            gettext(
                "The import is done: %(new)s new, %(changed)s changed, %(unchanged)s unchanged."
            )
            % run.counts,
        )
        return redirect("associations_import:done", run.pk)


class Done(ImportView, TemplateView):
    """What the import did, and what is left to decide."""

    template_name = "associations/importing/done.html"
    page_title = _("Imported")
    step = "done"

    def get_context_data(self, **kwargs):
        run = get_object_or_404(ImportRun, pk=self.kwargs["pk"])
        suspects = Association.objects.filter(
            source_records__source=run.source, source_records__settled_at=None
        ).exclude(source_records__suspicion="")
        return super().get_context_data(
            run=run,
            suspects=suspects.order_by("name").distinct()[:SHOWN],
            suspects_total=suspects.distinct().count(),
            suspicions=Suspicion,
            **kwargs,
        )


class Discard(ImportView, View):
    """Give up an import: the uploaded file is deleted, the register is as it was."""

    http_method_names = ["post"]

    def post(self, request, pk):
        desk.discard(self.upload)
        messages.success(request, gettext("The uploaded file is deleted. Nothing was imported."))
        return redirect("associations_import:start")


class ImportMenuItem(MenuItem):
    """Shown to those who may import."""

    def __init__(self) -> None:
        super().__init__(
            _("Import a register"),
            reverse_lazy("associations_import:start"),
            icon_name="upload",
            order=900,
        )

    def is_shown(self, request) -> bool:
        return access.may_import(request.user)


def admin_urls():
    """The import's addresses under the admin's."""
    return [path("import/", include((urlpatterns, "associations_import")))]


urlpatterns = [
    path("", Start.as_view(), name="start"),
    path("ord/", AllWords.as_view(), name="all_words"),
    path("<int:pk>/kolumner/", Columns.as_view(), name="columns"),
    path("<int:pk>/ord/", Words.as_view(), name="words"),
    path("<int:pk>/forhandsvisning/", Preview.as_view(), name="preview"),
    path("<int:pk>/rapport.csv", Report.as_view(), name="report"),
    path("<int:pk>/importera/", Run.as_view(), name="run"),
    path("<int:pk>/avbryt/", Discard.as_view(), name="discard"),
    path("klar/<int:pk>/", Done.as_view(), name="done"),
]
