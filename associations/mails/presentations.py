"""Mail about a presentation: it waits for the municipality, was sent back, was published."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from associations import access, links
from associations.identifiers import public_url
from associations.mails.wording import closing
from associations.models import Delivery, Presentation, ReviewedField
from associations.outbox import Mail, NotSent
from associations.outbox.recipients import user_of
from associations.presentation_standing import comments_of


class PresentationWaiting:
    """To each reviewer: something waits."""

    name = "presentation_waiting"
    label = gettext_lazy("A presentation waits for review")

    def compose(self, delivery: Delivery) -> Mail:
        user, review, presentation = _about(delivery)
        if not access.may_review(user) or review.status != TaskState.STATUS_IN_PROGRESS:
            raise NotSent(_("The review is settled, or somebody else's."))
        words = {"association": presentation.association.name}
        return Mail(
            to=user.email,
            subject=_("%(association)s has a text to review") % words,
            opening=_(
                "%(association)s has changed its presentation in the register of associations, and"
                " it waits for review. Residents see the old one meanwhile."
            )
            % words,
            link=(_("See what waits"), links.reviews()),
            closing=closing(_("You get this mail since you review what associations write.")),
        )


class PresentationSentBack:
    """To those who write: what is to be changed, field by field."""

    name = "presentation_sent_back"
    label = gettext_lazy("A presentation was sent back")

    def compose(self, delivery: Delivery) -> Mail:
        user, review, presentation = _about(delivery)
        _must_edit(user, presentation)
        state = presentation.current_workflow_state
        if state is None or state.current_task_state_id != review.pk:
            raise NotSent(_("The text has been sent again, or taken back."))
        words = {"association": presentation.association.name}
        names = dict(ReviewedField.choices)
        comments = comments_of(review)
        return Mail(
            to=user.email,
            subject=_("Change %(association)s's presentation before it is published") % words,
            opening=_(
                "The municipality has read the new presentation of %(association)s, and asks you to"
                " change something. Residents see the old one meanwhile."
            )
            % words,
            paragraphs=tuple(filter(None, [review.comment])),
            facts=tuple(
                (str(names[field]), comments[field]) for field in names if field in comments
            ),
            link=(_("Change the presentation"), links.presentation(presentation.association)),
            closing=closing(_("You get this mail since you look after the association's page.")),
        )


class PresentationPublished:
    """To those who write: it is out."""

    name = "presentation_published"
    label = gettext_lazy("A presentation was published")

    def compose(self, delivery: Delivery) -> Mail:
        user, review, presentation = _about(delivery)
        _must_edit(user, presentation)
        association = presentation.association
        words = {"association": association.name}
        is_public = association.is_public and presentation.live
        return Mail(
            to=user.email,
            subject=_("%(association)s's new presentation is published") % words,
            opening=_(
                "The municipality has approved what you wrote about %(association)s in the register"
                " of associations."
            )
            % words,
            paragraphs=tuple(filter(None, [review.comment])),
            link=(
                (_("See the page"), public_url(association))
                if is_public
                else (_("See what you wrote"), links.presentation(association))
            ),
            closing=closing(_("You get this mail since you look after the association's page.")),
        )


def _about(delivery: Delivery):
    """Whom it is for, the review and the presentation; NotSent when any of them is gone."""
    user = user_of(delivery)
    review = (
        TaskState.objects.select_related("workflow_state").filter(pk=delivery.object_id).first()
    )
    presentation = review and review.workflow_state.content_object
    if not isinstance(presentation, Presentation):
        raise NotSent(_("The presentation is no longer in the register."))
    return user, review, presentation


def _must_edit(user, presentation: Presentation) -> None:
    if not access.may_edit(user, presentation.association):
        raise NotSent(_("The person no longer looks after the page."))


PURPOSES = (PresentationWaiting, PresentationSentBack, PresentationPublished)
