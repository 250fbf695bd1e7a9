"""A resident's message to an association, and the mail that tries its address."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import links, relay
from associations.mails.wording import closing
from associations.models import Delivery, DeliveryState, RelayMessage
from associations.outbox import Mail, NotSent
from associations.outbox.recipients import association_of


class Relay:
    """To the association's address. What the resident wrote is quoted; the answer goes there."""

    name = "relay"
    label = gettext_lazy("Message from a resident")

    def compose(self, delivery: Delivery) -> Mail:
        association, address = association_of(delivery)
        message = RelayMessage.objects.filter(
            pk=delivery.object_id, association=association
        ).first()
        if message is None or not message.text:
            raise NotSent(_("The message is no longer kept."))
        if not relay.is_open(association):
            raise NotSent(_("The association does not take messages through the website."))
        words = {"association": association.name}
        name = ((_("Name"), message.name),) if message.name else ()
        return Mail(
            to=address,
            subject=_("A message to %(association)s through the register") % words,
            opening=_(
                "Somebody has written to %(association)s through the municipality's register of"
                " associations. This is the message, word for word:"
            )
            % words,
            quote=message.text,
            facts=(*name, (_("Answer to"), message.reply_to)),
            paragraphs=(
                _(
                    "Answer this mail, and your answer goes to whoever wrote. We have given no"
                    " address away. We do not know who wrote: be careful with links, and do not"
                    " send money or personal details."
                ),
            ),
            link=(_("Choose whether residents may write to you"), links.post(association)),
            closing=closing(_("You get this mail since this is the association's address.")),
            reply_to=message.reply_to,
        )

    def settled(self, delivery: Delivery) -> None:
        if delivery.state == DeliveryState.SENT:
            relay.empty(delivery.object_id)


class AddressCheck:
    """To an address that did not work: does it now? If not, it comes back and is marked anew."""

    name = "address_check"
    label = gettext_lazy("Trial of an address")

    def compose(self, delivery: Delivery) -> Mail:
        association, address = association_of(delivery)
        words = {"association": association.name}
        return Mail(
            to=address,
            subject=_("The address of %(association)s works") % words,
            opening=_(
                "Mail to %(association)s had come back to us, and somebody who looks after its page"
                " has asked us to try again. Since you read this the address works."
            )
            % words,
            paragraphs=(_("You need do nothing."),),
            closing=closing(_("You get this mail since this is the association's address.")),
        )


PURPOSES = (Relay, AddressCheck)
