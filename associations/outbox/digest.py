"""One mail where several things wait for the same recipient."""

from django.utils.translation import gettext as _

from associations.outbox.mail import Mail


def together(mails: list[Mail]) -> Mail:
    """The mails as parts of one, to the address that they share; one mail is left as it is."""
    if len(mails) == 1:
        return mails[0]
    answer_to = {mail.reply_to for mail in mails}
    return Mail(
        to=mails[0].to,
        subject=_("%(number)s things wait for you") % {"number": _number(len(mails))},
        opening=_("Several things wait, and we write about all of them at once."),
        parts=tuple(mails),
        closing="\n".join(dict.fromkeys(_lines(mails))),
        reply_to=answer_to.pop() if len(answer_to) == 1 else "",
    )


def _lines(mails: list[Mail]) -> list[str]:
    """Why each came, and what they have in common last and once."""
    lines = [line for mail in mails for line in mail.closing.splitlines()]
    return sorted(lines, key=lines.count)


def _number(number: int) -> str:
    words = (
        *(_("Two"), _("Three"), _("Four"), _("Five")),
        *(_("Six"), _("Seven"), _("Eight"), _("Nine"), _("Ten")),
    )
    return words[number - 2] if number <= len(words) + 1 else str(number)
