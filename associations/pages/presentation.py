"""Where an association's people write what it does: drafts, preview, sending and taking back."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from associations import access, presentation_services, writing
from associations.detail import detail_context, shown_logo
from associations.models import Association, Presentation, ReviewedField
from associations.pages.base import own_page, page
from associations.pages.forms.presentation import PresentationForm
from associations.pictures import pictures
from associations.presentation_changes import changed_fields, changes
from associations.presentation_standing import (
    Stage,
    Standing,
    comments_of,
    is_trusted,
    own_standing,
    published,
)
from associations.prose import body_html, shown_picture, shown_pictures
from associations.refusals import BeingReviewed, NothingToSend, Outdated
from associations.tasks import Task, TaskState

# Where one goes on to when what was written has been saved.
NEXT = {
    "preview": "my_presentation_preview",
    "picture": "my_presentation_add_picture",
    "logo": "my_presentation_logo",
    "send": "my_presentation_send",
}


@own_page(access.may_edit)
def presentation(request: HttpRequest, association: Association) -> HttpResponse:
    """The editor; while the text waits for review, how it stands."""
    standing = own_standing(association)
    is_post = request.method == "POST"
    form = PresentationForm(request.POST if is_post else None, standing=standing)
    if not is_post or not form.is_valid():
        return _editor(request, association, standing, form)
    try:
        presentation_services.save_draft(
            association,
            changes=form.changes,
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except (Outdated, BeingReviewed):
        return _conflict(request, association, form)
    then = NEXT.get(request.POST.get("then", ""))
    if then is None:
        messages.success(request, _("The draft is saved. Only you and your colleagues see it."))
    return redirect(then or "my_presentation", slug=association.slug)


def _editor(
    request: HttpRequest,
    association: Association,
    standing: Standing,
    form: PresentationForm,
    **context,
) -> HttpResponse:
    place = shown_logo(standing.draft)
    return page(
        request,
        "presentation",
        association,
        form=form,
        draft=standing.draft,
        logo=place and pictures({place}).get(place),
        stage=standing.stage.value,
        kept=_kept(standing.draft, form["kept"].value() or ""),
        has_changes=bool(changed_fields(published(standing.public), standing.draft)),
        is_trusted=is_trusted(association),
        **_said(standing),
        **context,
    )


def _said(standing: Standing) -> dict:
    """The reviewer's words, while they are to be acted on."""
    if standing.stage != Stage.SENT_BACK:
        return {"comments": {}, "comment": ""}
    names = dict(ReviewedField.choices)
    said = comments_of(standing.review)
    return {
        "comments": said,
        "comment": standing.review.comment,
        "said": [(ANCHORS[field], names[field], said[field]) for field in names if field in said],
    }


# The part of the form where each comment stands.
ANCHORS = {
    ReviewedField.INGRESS: "id_ingress",
    ReviewedField.BODY: "id_about",
    ReviewedField.WHEN_AND_WHERE: "id_when_and_where",
    ReviewedField.HOW_TO_JOIN: "id_how_to_join",
    ReviewedField.LOGO: "logo",
}


def _kept(draft: Presentation, keys: str) -> list[dict]:
    """What stands as numbered lines in the text, each shown as residents see it."""
    blocks = {block.get("id", ""): block for block in draft.body.raw_data}
    images = pictures(shown_pictures(draft.body))
    return [
        {
            "line": writing.line_for(blocks[key], number),
            "key": key,
            "is_picture": blocks[key]["type"] == "picture",
            "alt": blocks[key]["value"].get("alt", "") if blocks[key]["type"] == "picture" else "",
            "picture": images.get(shown_picture(blocks[key])),
            "html": body_html(writing.stream([blocks[key]]), images),
        }
        for number, key in enumerate(keys.split(), start=1)
        if key in blocks
    ]


def _conflict(
    request: HttpRequest, association: Association, typed: PresentationForm
) -> HttpResponse:
    """Both versions, and a form with one's own words that is saved over the other if one wants."""
    standing = own_standing(association)
    mine = typed.as_version()
    form = PresentationForm(_on_top_of(request, standing), standing=standing)
    mine.body = form.body if form.is_valid() else typed.body
    if standing.stage == Stage.WAITING:
        problem = _(
            "The text has been sent for review since you opened the page. Your words are still"
            " here. Take the text back first, and save then."
        )
    else:
        problem = _(
            "Somebody else has saved the text since you opened the page. Nothing is lost: compare"
            " the two versions, mend yours below and save."
        )
    return _editor(
        request,
        association,
        standing,
        form,
        status=409,
        problem=problem,
        is_conflict=True,
        versions=changes(standing.draft, mine),
    )


def _on_top_of(request: HttpRequest, standing: Standing):
    data = request.POST.copy()
    data["version"] = str(standing.version or 0)
    # The other's new pictures get their numbers after one's own.
    mine = data.get("kept", "").split()
    others = [key for key in writing.write(standing.draft.body).kept if key not in mine]
    data["kept"] = " ".join([*mine, *others])
    return data


@own_page(access.may_edit)
def preview(request: HttpRequest, association: Association) -> HttpResponse:
    """The draft on the public page, by the public page's own template."""
    context = detail_context(association, own_standing(association).draft)
    response = render(request, "associations/mine/presentation_preview.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@own_page(access.may_edit)
def send(request: HttpRequest, association: Association) -> HttpResponse:
    """What differs from what is public, and the button that sends it."""
    if request.method == "POST":
        return _send(request, association)
    standing = own_standing(association)
    if standing.stage == Stage.WAITING:
        return redirect("my_presentation", slug=association.slug)
    return page(
        request,
        "presentation_send",
        association,
        changes=changes(published(standing.public), standing.draft),
        version=standing.version or 0,
        is_trusted=is_trusted(association),
    )


def _send(request: HttpRequest, association: Association) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        is_out = presentation_services.send_presentation(
            association, version=int(version) if version.isdigit() else 0, by=request.user
        )
    except Outdated:
        messages.error(
            request, _("Somebody has saved the text since you looked. Look through it once more.")
        )
        return redirect("my_presentation_send", slug=association.slug)
    except NothingToSend:
        messages.error(request, _("There is nothing new to send. Change something and save first."))
    except BeingReviewed:
        messages.success(request, _("The text has been sent already."))
    else:
        messages.success(
            request, _("The new text is published.") if is_out else _("The text is sent.")
        )
    return redirect("my_presentation", slug=association.slug)


@own_page(access.may_edit)
def withdraw(request: HttpRequest, association: Association) -> HttpResponse:
    """Take the text back; GET leads to where it can be done."""
    if request.method == "POST":
        presentation_services.withdraw_presentation(association, by=request.user)
        messages.success(request, _("You have taken the text back. It is a draft again."))
    return redirect("my_presentation", slug=association.slug)


def tasks(user: AbstractBaseUser, association: Association) -> Iterator[Task]:
    """The line of the task list, for those who write."""
    if not access.may_edit(user, association):
        return
    standing = own_standing(association)
    state, detail = _in_words(standing)
    url = reverse("my_presentation", args=[association.slug])
    yield Task(_("Your page"), _("Presentation"), url, state, detail)


def _in_words(standing: Standing) -> tuple[TaskState, str]:
    match standing.stage:
        case Stage.EMPTY:
            return TaskState.TO_DO, _("Not written yet. A few sentences are enough.")
        case Stage.DRAFT:
            return TaskState.TO_DO, _("There is a draft that has not been sent.")
        case Stage.WAITING:
            return TaskState.WAITING, _("The municipality reviews the text.")
        case Stage.SENT_BACK:
            return TaskState.TO_DO, _("The municipality asks you to change something.")
    return TaskState.DONE, _("Published.")
