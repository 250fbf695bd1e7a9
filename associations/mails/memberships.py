"""Mail about a role: given, soon over, over; and to the association that somebody has one."""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import granting, links
from associations.mails.wording import closing, day
from associations.models import Delivery, EndReason, MailTopic, MemberRole, Membership
from associations.outbox import Mail, NotSent
from associations.outbox.recipients import association_of, user_of


class MembershipGiven:
    """To a person: this is your role now."""

    name = "membership_given"
    label = gettext_lazy("New role for an association")

    def compose(self, delivery: Delivery) -> Mail:
        membership = _current(delivery)
        if membership.role != delivery.version:
            raise NotSent(_("The person has another role by now."))
        words = _words(membership)
        return Mail(
            to=user_of(delivery).email,
            subject=_("You look after %(association)s's page") % words,
            opening=_(
                "You now have a role for %(association)s in the municipality's register of"
                " associations."
            )
            % words,
            facts=((_("Your role"), words["role"]), (_("Until"), words["day"])),
            link=(_("See what you can do"), links.my_pages()),
            closing=closing(_("You get this mail since somebody has given you the role.")),
        )


class MembershipEnds:
    """To a person, once for each end: go on, or let somebody take over."""

    name = "membership_ends"
    topic = MailTopic.REMINDERS
    label = gettext_lazy("A role for an association runs out")

    def compose(self, delivery: Delivery) -> Mail:
        membership = _current(delivery)
        if membership.ends_on != date.fromisoformat(delivery.version):
            raise NotSent(_("The role has been renewed."))
        words = _words(membership)
        return Mail(
            to=user_of(delivery).email,
            subject=_("Your role for %(association)s runs out on %(day)s") % words,
            opening=_(
                "Your role for %(association)s in the register of associations follows the annual"
                " meeting, and runs out on %(day)s."
            )
            % words,
            paragraphs=tuple(self._what_to_do(membership)),
            link=(_("Renew, or let somebody take over"), links.colleagues(membership.association)),
            closing=closing(_("You get this mail since you look after the association's page.")),
        )

    def _what_to_do(self, membership: Membership) -> Iterator[str]:
        if membership.role != MemberRole.RESPONSIBLE:
            yield _("Are you to go on? Ask whoever is responsible for the page to renew your role.")
            return
        yield _("Are you chosen again? Then renew your role. Otherwise invite your successor.")
        if not granting.has_responsible(membership.association, besides=membership):
            yield _(
                "You are the only one responsible. If nothing is done, nobody can change the page"
                " after that day."
            )


class MembershipEnded:
    """To a person whose role was taken away or has run out."""

    name = "membership_ended"
    label = gettext_lazy("A role for an association has ended")

    def compose(self, delivery: Delivery) -> Mail:
        user = user_of(delivery)
        membership = _membership(delivery)
        if membership.ended_at is None:
            raise NotSent(_("The role has not ended."))
        words = _words(membership)
        if membership.end_reason == EndReason.EXPIRED:
            opening = _("Your role for %(association)s in the register of associations ran out.")
        elif membership.end_reason == EndReason.UNDONE:
            opening = _(
                "The municipality has undone the merger that gave you a role for %(association)s."
            )
        else:
            opening = _(
                "Somebody responsible for %(association)s, or the municipality, has ended your role"
                " in the register of associations."
            )
        return Mail(
            to=user.email,
            subject=_("You no longer look after %(association)s's page") % words,
            opening=opening % words,
            paragraphs=(_("You can no longer change the page. Thank you for your work."),),
            closing=closing(_("You get this mail since you had a role for the association.")),
        )


class ResponsibleAppointed:
    """To the association's address: so that it hears of it when somebody has got in."""

    name = "responsible_appointed"
    label = gettext_lazy("The association has a new responsible")

    def compose(self, delivery: Delivery) -> Mail:
        association, address = association_of(delivery)
        _current(delivery)
        words = {"association": association.name}
        return Mail(
            to=address,
            subject=_("Somebody new is responsible for %(association)s's page") % words,
            opening=_(
                "The municipality has made a person responsible for %(association)s in the register"
                " of associations. The person can change your page and invite others."
            )
            % words,
            closing=closing(_("You get this mail since this is the association's address.")),
        )


def _membership(delivery: Delivery) -> Membership:
    found = Membership.objects.select_related("association").filter(pk=delivery.object_id).first()
    if found is None:
        raise NotSent(_("The role is no longer in the register."))
    return found


def _current(delivery: Delivery) -> Membership:
    membership = _membership(delivery)
    is_over = membership.ended_at is not None or membership.ends_on < localdate()
    if is_over or membership.association.is_ended:
        raise NotSent(_("The role has ended."))
    return membership


def _words(membership: Membership) -> dict[str, str]:
    return {
        "association": membership.association.name,
        "role": membership.get_role_display(),
        "day": day(membership.ends_on),
    }


PURPOSES = (MembershipGiven, MembershipEnds, MembershipEnded, ResponsibleAppointed)
