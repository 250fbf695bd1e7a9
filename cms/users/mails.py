"""The mails about signing in. Codes go at once; what may wait goes by the outbox."""

import logging
import smtplib
from email.utils import parseaddr
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import outbox
from associations.models.delivery import Delivery
from associations.outbox.mail import message
from associations.outbox.recipients import to_user, user_of
from cms.chrome import chrome
from cms.users.models import User

logger = logging.getLogger(__name__)


class MailDown(Exception):
    """The mail server cannot be reached, so nobody gets a code just now."""


def send_code(address: str, code: str) -> None:
    """Mail a code now, for somebody is waiting; raises MailDown when the server does not answer.

    That the server refuses one address is not told: the page says the same for all addresses.
    """
    made = message(_code_mail(address, code), _message_id())
    try:
        made.send()
    except smtplib.SMTPRecipientsRefused:
        logger.info("The mail server refused the address of a sign-in code")
    except OSError as fault:
        logger.warning("No sign-in code could be sent: %s", type(fault).__name__)
        raise MailDown from fault


def _code_mail(address: str, code: str) -> outbox.Mail:
    place = chrome().settings.municipality_name
    shown = f"{code[:4]} {code[4:]}"
    return outbox.Mail(
        to=address,
        subject=_("%(code)s is your code to sign in") % {"code": shown},
        opening=_(
            "You, or somebody who wrote your address, want to sign in to the register of"
            " associations at %(place)s. Write this code on the page where you began:"
        )
        % {"place": place},
        paragraphs=(
            shown,
            _("The code can be used once, within fifteen minutes, in the browser you began in."),
        ),
        closing=_(
            "Was it not you? Then you need do nothing: without the code nobody gets in. We never"
            " ask for it by telephone or mail."
        ),
        reply_to=chrome().settings.contact_email,
    )


class FactorsChanged:
    """Tells a person that somebody – most likely the person – changed how to sign in."""

    name = "factors_changed"
    label = gettext_lazy("Changed sign-in")

    def compose(self, delivery: Delivery) -> outbox.Mail:
        return outbox.Mail(
            to=user_of(delivery).email,
            subject=_("Your sign-in has been changed"),
            opening=_(
                "An app, a passkey or the recovery codes that you sign in with have been changed."
                " All other browsers where you were signed in have been signed out."
            ),
            link=(_("See your sign-in"), settings.BASE_URL + reverse("mfa_index")),
            closing=_("Was it not you? Sign in, remove what you do not know, and write to us."),
            reply_to=chrome().settings.contact_email,
        )


def tell_of_changed_factors(person: User) -> None:
    if person.email:
        # The stamp is new with every change, and two changes are two mails.
        letter = outbox.Letter(to_user(person.pk), version=person.session_stamp)
        outbox.queue(FactorsChanged.name, [letter])


def _message_id() -> str:
    return f"<{uuid4()}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"
