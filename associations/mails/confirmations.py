"""“Is it still right?”: the page as it stands, and the one link."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import access, confirmation_services, links
from associations.mails.wording import closing
from associations.models import Association, Confirmation, ConfirmationState, Delivery
from associations.models.association import CURRENT_STATES
from associations.outbox import Mail, NotSent
from associations.outbox.recipients import association_of, user_of
from associations.summary import as_it_stands


class ConfirmDetails:
    """To those who look after the page, or to the association's address where nobody does."""

    name = confirmation_services.PURPOSE
    label = gettext_lazy("Are the details right?")

    def compose(self, delivery: Delivery) -> Mail:
        confirmation = _confirmation(delivery)
        association = confirmation.association
        if delivery.recipient.startswith("user:"):
            user = user_of(delivery)
            if not access.may_edit(user, association):
                raise NotSent(_("The person no longer looks after the page."))
            address, why = user.email, _("You get this mail since you look after the page.")
        else:
            _association, address = association_of(delivery)
            user, why = None, _("You get this mail since this is the association's address.")
        token = confirmation_services.new_link(confirmation, user=user, address=address)
        return letter(
            association,
            to=address,
            link=links.confirmation(token),
            is_reminder=delivery.version != "0",
            closing=closing(why),
        )


def letter(
    association: Association, *, to: str, link: str, is_reminder: bool, closing: str
) -> Mail:
    """The mail itself: the coordinator sees the same before it is sent."""
    words = {"association": association.name}
    subject = (
        _("Reminder: is %(association)s's page still right?")
        if is_reminder
        else _("Is %(association)s's page still right?")
    )
    return Mail(
        to=to,
        subject=subject % words,
        opening=_(
            "This is what the municipality's register of associations says about %(association)s."
            " Look it through. Is it right? Then one click is enough, and you need not sign in."
        )
        % words,
        facts=as_it_stands(association),
        link=(_("Answer: is it right?"), link),
        paragraphs=(
            _("The link is only for you who get this mail. Do not pass it on."),
            _("Nothing happens until you press a button on the page."),
        ),
        closing=closing,
    )


def _confirmation(delivery: Delivery) -> Confirmation:
    found = Confirmation.objects.select_related("association__presentation")
    confirmation = found.filter(pk=delivery.object_id).first()
    if confirmation is None or confirmation.association_id != delivery.association_id:
        raise NotSent(_("The question is no longer in the register."))
    if confirmation.association.status not in CURRENT_STATES:
        raise NotSent(_("The association is no longer active."))
    if confirmation.state != ConfirmationState.OPEN or not confirmation.is_open:
        raise NotSent(_("The question has been answered, or has run out."))
    return confirmation


PURPOSES = (ConfirmDetails,)
