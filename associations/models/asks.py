"""How much an association is asked, and how it answered: volunteers' time is what we spend."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models.delivery import UNREACHED_STATES, Delivery
from associations.models.private import PrivateModel


class AskKind(models.TextChoices):
    CONFIRMATION = "confirmation", _("Are the details right?")
    INVITATION = "invitation", _("Invitation to a dialogue")
    MATCH = "match", _("Can you help with this?")
    QUESTION = "question", _("Other question")


class AskAnswer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    OTHER = "other", _("Another answer")


class OverBudget(models.TextChoices):
    """What becomes of an ask that the month has no room for."""

    WARN = "warn", _("Ask anyway, and warn whoever asks")
    BUNDLE = "bundle", _("Gather them in one mail a week")
    DELAY = "delay", _("Wait for the next month with room")


class AskQuerySet(models.QuerySet["Ask"]):
    def counted(self) -> models.QuerySet["Ask"]:
        """Those that cost the association something: its mail reached somebody, or still may."""
        mails = Delivery.objects.filter(ask=models.OuterRef("pk"))
        return self.filter(
            ~models.Exists(mails) | models.Exists(mails.exclude(state__in=UNREACHED_STATES))
        )


class Ask(PrivateModel):
    """One thing asked of one association; a reminder of it is one more."""

    association = models.ForeignKey(
        "associations.Association", on_delete=models.CASCADE, related_name="asks"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=AskKind)
    # What it is about, as whoever asks understands it: "2027", or the number of a dialogue.
    about = models.CharField(_("about"), max_length=40, blank=True)
    # 0 the first time; then the number of the reminder.
    reminder = models.PositiveSmallIntegerField(_("reminder"), default=0)
    # When its mail is due: the month that it counts in.
    asked_at = models.DateTimeField(_("asked"), db_index=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=5, choices=AskAnswer, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="an_association_is_asked_the_same_once",
                fields=["association", "kind", "about", "reminder"],
            ),
            models.CheckConstraint(
                name="an_answered_ask_has_an_answer",
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
            ),
        ]


class AskRules(PrivateModel):
    """The coordinator's rules for how much is asked: one row, made when first changed."""

    # Always 1.
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    per_month = models.PositiveSmallIntegerField(
        _("asks per association and month"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Questions, invitations and reminders together."),
    )
    over_budget = models.CharField(
        _("when the month is full"),
        max_length=6,
        choices=OverBudget,
        default=OverBudget.DELAY,
    )

    class Meta:
        verbose_name = _("rules for asks")
        verbose_name_plural = _("rules for asks")
        constraints = [
            models.CheckConstraint(
                name="there_is_one_set_of_rules_for_asks", condition=models.Q(pk=1)
            )
        ]
