"""Mail about a claim: the code, to the association's address; and the coordinator's no."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import claim_services, codes, links
from associations.mails.wording import closing, day
from associations.models import Claim, ClaimState, Delivery
from associations.outbox import Mail, NotSent
from associations.outbox.recipients import association_of, user_of
from associations.refusals import AlreadyDecided


class ClaimCode:
    """To the association's address: the code, and who asks, so that somebody there can judge."""

    name = "claim_code"
    label = gettext_lazy("Code to look after an association's page")

    def compose(self, delivery: Delivery) -> Mail:
        association, address = association_of(delivery)
        claim = _claim(delivery)
        if claim.association_id != association.pk or association.is_ended:
            raise NotSent(_("The claim is no longer open."))
        try:
            code = claim_services.give_code(claim)
        except AlreadyDecided:
            raise NotSent(_("The claim is no longer open.")) from None
        words = {"association": association.name}
        return Mail(
            to=address,
            subject=_("Code: somebody wants to look after %(association)s's page") % words,
            opening=_(
                "A person wants to look after %(association)s's page in the municipality's register"
                " of associations. Is it one of you? Then hand on this code."
            )
            % words,
            facts=(
                (_("Code"), codes.spoken(code)),
                (_("Who asks"), claim.user.email),
                (_("Valid until"), day(localtime(claim.expires_at).date())),
            ),
            paragraphs=(
                _(
                    "With the code the person can change your page and invite others. If you do not"
                    " know the person, do nothing: then nothing happens."
                ),
            ),
            closing=closing(_("You get this mail since this is the association's address.")),
        )


class ClaimRefused:
    """To the person who asked: no, and why."""

    name = "claim_refused"
    label = gettext_lazy("A claim on an association was refused")

    def compose(self, delivery: Delivery) -> Mail:
        user = user_of(delivery)
        claim = _claim(delivery)
        if claim.state != ClaimState.REFUSED:
            raise NotSent(_("The claim has not been refused."))
        words = {"association": claim.association.name}
        return Mail(
            to=user.email,
            subject=_("You cannot look after %(association)s's page yet") % words,
            opening=_(
                "You asked to look after %(association)s's page in the register of associations. We"
                " at the municipality have said no."
            )
            % words,
            facts=((_("Why"), claim.reason),),
            link=(_("See your request"), links.claim(claim)),
            closing=closing(_("You get this mail since you asked to look after the page.")),
        )


def _claim(delivery: Delivery) -> Claim:
    found = Claim.objects.select_related("association", "user").filter(pk=delivery.object_id)
    claim = found.first()
    if claim is None:
        raise NotSent(_("The claim is no longer in the register."))
    return claim


PURPOSES = (ClaimCode, ClaimRefused)
