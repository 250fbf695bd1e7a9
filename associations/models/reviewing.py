"""What surrounds the review of a presentation and is not public: trust, and what is asked for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models.private import PrivateModel


class ReviewedField(models.TextChoices):
    """The parts of a presentation that are compared and commented on, in the order of the page."""

    INGRESS = "ingress", _("In one or two sentences")
    BODY = "body", _("This is what we do")
    WHEN_AND_WHERE = "when_and_where", _("When and where")
    HOW_TO_JOIN = "how_to_join", _("How to join")
    LOGO = "logo", _("Logo or picture")


class TrustedAssociation(PrivateModel):
    """An association whose words are published without review. No row: it is reviewed."""

    association = models.OneToOneField(
        "associations.Association", on_delete=models.CASCADE, related_name="trusted"
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("trusted association")
        verbose_name_plural = _("trusted associations")


class FieldComment(PrivateModel):
    """What the reviewer asks to have changed in one field. Words about all of it are Wagtail's."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="field_comments"
    )
    # The review it was said in: who, when, and whether it is the latest.
    review = models.ForeignKey(
        "wagtailcore.TaskState", on_delete=models.CASCADE, related_name="field_comments"
    )
    field = models.CharField(_("field"), max_length=14, choices=ReviewedField)
    text = models.TextField(_("comment"), max_length=1000)

    class Meta:
        verbose_name = _("comment on a field")
        verbose_name_plural = _("comments on fields")
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_comment_per_field_and_review", fields=["review", "field"]
            )
        ]
