"""Mail about a request for a change: yes, or no and why. What was asked for is behind the login."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import access, links
from associations.mails.wording import closing
from associations.models import ChangeRequest, Delivery, RequestState
from associations.outbox import Mail, NotSent
from associations.outbox.recipients import user_of


class ChangeDecided:
    """To whoever asked, while that person still looks after the page."""

    name = "change_decided"
    label = gettext_lazy("A request for a change was decided")

    def compose(self, delivery: Delivery) -> Mail:
        user = user_of(delivery)
        rows = ChangeRequest.objects.select_related("association")
        row = rows.filter(pk=delivery.object_id).first()
        if row is None or row.state == RequestState.WAITING:
            raise NotSent(_("The request has not been decided."))
        if not access.may_edit(user, row.association):
            raise NotSent(_("The person no longer looks after the page."))
        words = {"association": row.association.name, "what": row.get_field_display().lower()}
        is_yes = row.state == RequestState.APPROVED
        yes = _("The municipality has changed the %(what)s of %(association)s, as you asked.")
        no = _("The municipality has not changed the %(what)s of %(association)s.")
        return Mail(
            to=user.email,
            subject=(_("Changed: %(what)s") if is_yes else _("Not changed: %(what)s")) % words,
            opening=(yes if is_yes else no) % words,
            facts=() if is_yes else ((_("Why"), row.reason),),
            link=(_("To My pages"), links.my_pages()),
            closing=closing(_("You get this mail since you asked for the change.")),
        )


PURPOSES = (ChangeDecided,)
