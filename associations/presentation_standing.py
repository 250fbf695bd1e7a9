"""How an association's presentation stands: what is public, what is written, who is to act."""

from dataclasses import dataclass

from django.db.models import Model, TextChoices
from wagtail.models import TaskState, WorkflowState

from associations.models import Association, FieldComment, Presentation, TrustedAssociation


class Stage(TextChoices):
    EMPTY = "empty"
    DRAFT = "draft"
    WAITING = "waiting"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Standing:
    """`public` is what residents read, `draft` what was written last; the same when all is out."""

    public: Presentation
    draft: Presentation
    stage: Stage
    review: TaskState | None = None

    @property
    def version(self) -> int | None:
        """What a form carries, so that nobody writes over what another has written meanwhile."""
        return self.public.latest_revision_id


def standing_of(presentation: Presentation) -> Standing:
    """Of a presentation as it is in its table; its association is best read with it."""
    state = presentation.current_workflow_state
    review = state and state.current_task_state
    draft = presentation.get_latest_revision_as_object()
    # A revision reads its association anew.
    draft.association = presentation.association
    return Standing(presentation, draft, _stage(presentation, state), review)


def own_standing(association: Association) -> Standing:
    presentation = Presentation.objects.select_related("latest_revision").get(
        association=association
    )
    presentation.association = association
    return standing_of(presentation)


def _stage(presentation: Presentation, state: WorkflowState | None) -> Stage:
    if state is not None:
        is_waiting = state.status == WorkflowState.STATUS_IN_PROGRESS
        return Stage.WAITING if is_waiting else Stage.SENT_BACK
    if presentation.has_unpublished_changes:
        return Stage.DRAFT
    return Stage.PUBLISHED if is_written(presentation) else Stage.EMPTY


def is_written(text: Presentation) -> bool:
    return bool(
        text.ingress or text.body or text.when_and_where or text.how_to_join or text.logo_id
    )


def published(presentation: Presentation) -> Presentation:
    """What residents read of it: an empty one, where it has been taken down."""
    return presentation if presentation.live else Presentation(association=presentation.association)


def comments_of(review: Model | None) -> dict[str, str]:
    """The reviewer's words by field."""
    if review is None:
        return {}
    return dict(FieldComment.objects.filter(review=review.pk).values_list("field", "text"))


def is_trusted(association: Association) -> bool:
    """True when its words are published without review."""
    return TrustedAssociation.objects.filter(association=association).exists()
