"""A review that begins or is settled, here or in Wagtail's own dashboard: history and mail.

Wagtail's signals are heard, so that both ways give the same. They are sent in the transaction of
what has happened. Wagtail's own mails about presentations are not sent: they go to whoever pressed
the button alone, during the request, and lead into the admin, where representatives cannot go.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.admin import mail as wagtail_mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from associations import outbox
from associations.models import FieldComment, MemberRole, Membership, Presentation
from associations.outbox import Letter
from associations.outbox.recipients import to_user
from associations.presentation_services import note

EDIT_ROLES = (MemberRole.RESPONSIBLE, MemberRole.EDITOR)


def presentation_of(instance: WorkflowState | TaskState) -> Presentation | None:
    state = instance.workflow_state if isinstance(instance, TaskState) else instance
    found = state.content_object
    return found if isinstance(found, Presentation) else None


def approved(instance: WorkflowState, user: AbstractBaseUser | None, **_kwargs: Any) -> None:
    if presentation := presentation_of(instance):
        note(presentation.association, "publish_presentation", by=user)
        _tell_editors("presentation_published", presentation, instance)


def rejected(instance: WorkflowState, user: AbstractBaseUser | None, **_kwargs: Any) -> None:
    if presentation := presentation_of(instance):
        comments = FieldComment.objects.filter(review=instance.current_task_state)
        fields = [row.field for row in comments]
        note(presentation.association, "return_presentation", fields=fields, by=user)
        _tell_editors("presentation_sent_back", presentation, instance)


def submitted(instance: TaskState, **_kwargs: Any) -> None:
    if presentation := presentation_of(instance):
        reviewers = get_user_model().objects.filter(
            groups__in=instance.task.specific.groups.all(), is_active=True
        )
        _tell(
            "presentation_waiting", presentation, instance, reviewers.values_list("pk", flat=True)
        )


def _tell_editors(purpose: str, presentation: Presentation, state: WorkflowState) -> None:
    held = Membership.objects.current().filter(
        association=presentation.association_id, role__in=EDIT_ROLES
    )
    people = held.values_list("user", flat=True)
    _tell(purpose, presentation, state.current_task_state, people)


def _tell(purpose: str, presentation: Presentation, review: TaskState, people) -> None:
    letters = [
        Letter(
            to_user(pk),
            object_id=str(review.pk),
            association=presentation.association,
        )
        for pk in sorted(set(people))
    ]
    outbox.queue(purpose, letters)


class _NotPresentations:
    """A notifier of Wagtail's that leaves presentations to us."""

    def can_handle(self, instance, **kwargs):
        return super().can_handle(instance, **kwargs) and presentation_of(instance) is None


def _quiet(notifier: type) -> Any:
    return type(f"Quiet{notifier.__name__}", (_NotPresentations, notifier), {})()


# With the names that Wagtail connects its own by.
WAGTAILS = (
    (
        task_submitted,
        TaskState,
        "group_approval_task_submitted_email_notification",
        _quiet(wagtail_mail.GroupApprovalTaskStateSubmissionEmailNotifier),
    ),
    (
        workflow_submitted,
        WorkflowState,
        "workflow_state_submitted_email_notification",
        _quiet(wagtail_mail.WorkflowStateSubmissionEmailNotifier),
    ),
    (
        workflow_rejected,
        WorkflowState,
        "workflow_state_rejected_email_notification",
        _quiet(wagtail_mail.WorkflowStateRejectionEmailNotifier),
    ),
    (
        workflow_approved,
        WorkflowState,
        "workflow_state_approved_email_notification",
        _quiet(wagtail_mail.WorkflowStateApprovalEmailNotifier),
    ),
)


def listen() -> None:
    """Before Wagtail connects its own mails: the first of a name is the one that stays."""
    for signal, sender, name, notifier in WAGTAILS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notifier, sender=sender, dispatch_uid=name)
    workflow_approved.connect(approved, sender=WorkflowState, dispatch_uid="presentation_approved")
    workflow_rejected.connect(rejected, sender=WorkflowState, dispatch_uid="presentation_rejected")
    task_submitted.connect(submitted, sender=TaskState, dispatch_uid="presentation_submitted")
