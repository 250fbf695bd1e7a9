"""What the tests of the presentation do again and again: write, send, review."""

from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from associations import presentation_services as services
from associations import writing
from associations.models import Association, Presentation
from associations.presentation_standing import own_standing

ROUTES = {
    "": "my_presentation",
    "preview": "my_presentation_preview",
    "send": "my_presentation_send",
    "withdraw": "my_presentation_withdraw",
    "logo": "my_presentation_logo",
    "picture": "my_presentation_add_picture",
}


def url(association: Association, part: str = "") -> str:
    return reverse(ROUTES[part], args=[association.slug])


def form(association: Association, **changed: str) -> dict:
    """What the editor's page would post as it stands now, with what is typed."""
    standing = own_standing(association)
    draft = standing.draft
    written = writing.write(draft.body)
    return {
        "ingress": draft.ingress,
        "about": written.text,
        "when_and_where": draft.when_and_where,
        "how_to_join": draft.how_to_join,
        "kept": " ".join(written.kept),
        "version": standing.version or 0,
        **changed,
    }


def save(client: Client, association: Association, **changed: str):
    return client.post(url(association), form(association, **changed))


def stored(association: Association) -> Presentation:
    return Presentation.objects.get(association=association)


def draft(association: Association) -> Presentation:
    return own_standing(association).draft


def stage(association: Association) -> str:
    return own_standing(association).stage.value


def sent(association: Association, *, by, **changes) -> Presentation:
    """A draft that waits for review."""
    version = own_standing(association).version or 0
    services.save_draft(association, changes=changes, version=version, by=by)
    version = own_standing(association).version
    services.send_presentation(association, version=version, by=by)
    return stored(association)


def review_state(association: Association) -> str:
    return WorkflowState.objects.for_instance(stored(association)).latest("pk").status
