"""What is asked for when those who look after a page are invited, changed or let go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import JoinRequest, MemberRole, Membership
from associations.people import called

# What each role may do, where one is chosen.
ROLES = (
    (
        MemberRole.RESPONSIBLE,
        _("Responsible: changes the page, answers, and says who else takes part"),
    ),
    (MemberRole.EDITOR, _("Editor: changes the page")),
    (MemberRole.ANSWERS, _("Answers invitations: answers the municipality")),
)


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("Choose a role."),
        },
    )


class InviteForm(RoleForm):
    address = forms.EmailField(
        label=_("Your colleague's e-mail"),
        help_text=_("The person signs in with this address, so it must be the person's own."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your colleague's e-mail address."),
            "invalid": _("Write the e-mail address as name@example.se."),
        },
    )
    field_order = ["address", "role"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you say no?"),
        help_text=_("The person who asked gets your words by mail."),
        max_length=JoinRequest._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write why. The person who asked gets your words."),
            "max_length": _("Write at most 500 characters."),
        },
    )


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, membership: Membership) -> str:
        return f"{called(membership.user)} – {membership.get_role_display()}"


class HandOverForm(forms.Form):
    """To whom, among the colleagues given."""

    to = ColleagueField(
        label=_("Who takes over?"),
        queryset=Membership.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose who takes over."),
            "invalid_choice": _("Choose who takes over."),
        },
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues
