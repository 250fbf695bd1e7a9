"""The pictures of a presentation: one form each, as small as a phone's screen."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from associations import access, picture_services
from associations.detail import shown_logo
from associations.models import Association
from associations.pages.base import own_page, page, posted
from associations.pages.forms.presentation import PictureForm
from associations.pictures import pictures
from associations.presentation_standing import Stage, own_standing
from associations.prose import shown_picture
from associations.refusals import BeingReviewed, Outdated, PictureGone, TooMany


@own_page(access.may_edit)
def add_picture(request: HttpRequest, association: Association) -> HttpResponse:
    """A new picture, last in the text."""
    if own_standing(association).stage == Stage.WAITING:
        return _being_reviewed(request, association)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, association, form)
    try:
        picture_services.add_picture(
            association, content=form.cleaned_data["file"], words=form.words, by=request.user
        )
    except BeingReviewed:
        return _being_reviewed(request, association)
    except TooMany:
        return _form(request, association, form, problem=_too_many())
    messages.success(
        request, _("The picture is last in the text. Move its line to where you want it.")
    )
    return _back(association)


@own_page(access.may_edit)
def picture(request: HttpRequest, association: Association, key) -> HttpResponse:
    """A picture that is in the text: other words, another crop, or away with it."""
    standing = own_standing(association)
    if standing.stage == Stage.WAITING:
        return _being_reviewed(request, association)
    try:
        block = picture_services.picture_in(standing.draft, str(key))
    except PictureGone:
        raise Http404 from None
    if request.method == "POST" and "remove" in request.POST:
        return _removed(request, association, str(key))
    words = picture_services.words_of(block["value"])
    form = PictureForm(posted(request), words=words)
    del form.fields["file"]
    shown = shown_picture(block)
    context = {"shown": pictures({shown}).get(shown), "may_remove": True}
    if request.method != "POST" or not form.is_valid():
        return _form(request, association, form, **context)
    try:
        picture_services.describe_picture(
            association,
            key=str(key),
            words=form.words,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except BeingReviewed:
        return _being_reviewed(request, association)
    except Outdated:
        return _conflict(request, association, words, **context)
    messages.success(request, _("The picture is saved."))
    return _back(association)


def _removed(request: HttpRequest, association: Association, key: str) -> HttpResponse:
    try:
        picture_services.remove_picture(association, key=key, by=request.user)
    except BeingReviewed:
        return _being_reviewed(request, association)
    messages.success(request, _("The picture is taken out of the text."))
    return _back(association)


@own_page(access.may_edit)
def logo(request: HttpRequest, association: Association) -> HttpResponse:
    """The logo or picture beside the facts."""
    standing = own_standing(association)
    if standing.stage == Stage.WAITING:
        return _being_reviewed(request, association)
    has_logo = standing.draft.logo_id is not None
    if request.method == "POST" and "remove" in request.POST:
        return _logo_removed(request, association)
    words = picture_services.logo_words(standing.draft)
    is_post = request.method == "POST"
    form = PictureForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        words=words,
        is_logo=True,
    )
    if has_logo:
        form.fields["file"].required = False
        form.fields["file"].label = _("Another picture (optional)")
    place = shown_logo(standing.draft)
    context = {"shown": place and pictures({place}).get(place), "may_remove": has_logo}
    context["is_logo"] = True
    if not is_post or not form.is_valid():
        return _form(request, association, form, **context)
    try:
        picture_services.set_logo(
            association,
            content=form.cleaned_data["file"],
            words=form.words,
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except BeingReviewed:
        return _being_reviewed(request, association)
    except (Outdated, PictureGone):
        return _conflict(request, association, words, is_logo_form=True, **context)
    except TooMany:
        return _form(request, association, form, problem=_too_many(), **context)
    messages.success(request, _("The picture is saved."))
    return _back(association)


def _logo_removed(request: HttpRequest, association: Association) -> HttpResponse:
    try:
        picture_services.remove_logo(association, by=request.user)
    except BeingReviewed:
        return _being_reviewed(request, association)
    messages.success(request, _("The picture is taken away."))
    return _back(association)


def _form(
    request: HttpRequest, association: Association, form: PictureForm, **context
) -> HttpResponse:
    status = 422 if context.get("problem") else None
    context = {"status": status} | context
    return page(request, "presentation_picture", association, form=form, **context)


def _conflict(
    request: HttpRequest,
    association: Association,
    theirs: dict[str, str],
    *,
    is_logo_form: bool = False,
    **context,
) -> HttpResponse:
    """One's own words again, with the other's above; saved over them if one wants."""
    data = request.POST.copy()
    data["seen"] = PictureForm(words=theirs)["seen"].initial
    form = PictureForm(data, words=theirs, is_logo=is_logo_form)
    if not is_logo_form or context.get("may_remove"):
        form.fields["file"].required = False
    problem = _(
        "Somebody else has changed the picture since you opened the page, and wrote “%(alt)s”. Save"
        " again to let yours stand."
    ) % {"alt": theirs["alt"]}
    if not is_logo_form:
        del form.fields["file"]
    return _form(request, association, form, problem=problem, status=409, **context)


def _being_reviewed(request: HttpRequest, association: Association) -> HttpResponse:
    messages.error(request, _("The text waits for review. Take it back before you change it."))
    return _back(association)


def _back(association: Association) -> HttpResponse:
    return redirect("my_presentation", slug=association.slug)


def _too_many() -> str:
    return _("There are as many pictures as there can be. Take one away before you add another.")
