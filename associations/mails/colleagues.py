"""Mail about colleagues: an invitation with its link, a request to join, and its refusal."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import access, invitation_services, links
from associations.mails.wording import closing, day
from associations.models import Delivery, JoinRequest, RequestState
from associations.outbox import Mail, NotSent
from associations.outbox.recipients import invitation_of, user_of
from associations.refusals import InvitationClosed


class Invitation:
    """To an address: the one link. Made now; its hash is all that is kept."""

    name = "colleague_invitation"
    label = gettext_lazy("Invitation to a colleague")

    def compose(self, delivery: Delivery) -> Mail:
        invitation = invitation_of(delivery)
        try:
            invitation_services.refuse_closed(invitation)
            token = invitation_services.give_token(invitation)
        except InvitationClosed:
            raise NotSent(_("Whoever sent the invitation may no longer invite.")) from None
        words = {
            "association": invitation.association.name,
            "day": day(localtime(invitation.expires_at).date()),
        }
        return Mail(
            to=invitation.address,
            subject=_("Will you help look after %(association)s's page?") % words,
            opening=_(
                "You are invited to look after %(association)s's page in the municipality's"
                " register of associations."
            )
            % words,
            facts=((_("Your role"), invitation.get_role_display()), (_("Answer by"), words["day"])),
            paragraphs=(
                _("The link is for this address alone. Nothing happens until you say yes."),
            ),
            link=(_("Read the invitation"), links.invitation(token)),
            closing=closing(
                _(
                    "You get this mail since somebody who is responsible for the page gave us your"
                    " address. If you do not answer, the address is deleted."
                )
            ),
        )


class RequestWaiting:
    """To each responsible: somebody wants to take part. Who it is, is said behind the login."""

    name = "join_request_waiting"
    bundles = True
    label = gettext_lazy("A request to join waits for an answer")

    def compose(self, delivery: Delivery) -> Mail:
        user = user_of(delivery)
        request = _request(delivery)
        if request.state != RequestState.WAITING:
            raise NotSent(_("The request has been answered."))
        if not access.may_manage_colleagues(user, request.association):
            raise NotSent(_("The person no longer decides who joins."))
        words = {"association": request.association.name}
        return Mail(
            to=user.email,
            subject=_("Somebody wants to help look after %(association)s's page") % words,
            opening=_(
                "A person has asked to take part in looking after %(association)s's page in the"
                " register of associations. You and the others who are responsible decide."
            )
            % words,
            link=(_("See who it is, and answer"), links.colleagues(request.association)),
            closing=closing(_("You get this mail since you are responsible for the page.")),
        )


class RequestRefused:
    """To the person who asked: no, and why."""

    name = "join_request_refused"
    label = gettext_lazy("A request to join was refused")

    def compose(self, delivery: Delivery) -> Mail:
        user = user_of(delivery)
        request = _request(delivery)
        if request.state != RequestState.REFUSED:
            raise NotSent(_("The request has not been refused."))
        words = {"association": request.association.name}
        return Mail(
            to=user.email,
            subject=_("%(association)s said no to your request") % words,
            opening=_(
                "You asked to take part in looking after %(association)s's page. Those who are"
                " responsible have said no."
            )
            % words,
            facts=((_("Why"), request.reason),),
            closing=closing(_("You get this mail since you asked to take part.")),
        )


def _request(delivery: Delivery) -> JoinRequest:
    found = JoinRequest.objects.select_related("association").filter(pk=delivery.object_id).first()
    if found is None or found.association.is_ended:
        raise NotSent(_("The request is no longer in the register."))
    return found


PURPOSES = (Invitation, RequestWaiting, RequestRefused)
