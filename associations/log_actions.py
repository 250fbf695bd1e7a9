"""What is logged about associations, as the history page says it."""

from django.apps import apps
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from associations.models import (
    Association,
    Basis,
    ClaimWay,
    EndReason,
    MemberRole,
    ReviewedField,
)

ACTIONS = (
    ("associations.list", _("List"), _("Listed for residents")),
    ("associations.unlist", _("Unlist"), _("No longer listed for residents")),
    ("associations.confirm", _("Confirm"), _("Details confirmed")),
    ("associations.dissolve", _("Dissolve"), _("Marked as dissolved")),
    ("associations.rest", _("Set dormant"), _("Marked as dormant")),
    ("associations.activate", _("Set active"), _("Marked as active")),
    ("associations.merge", _("Merge"), _("Merged into another association")),
    ("associations.undo_merge", _("Undo the merger"), _("The merger was undone")),
    ("associations.move_out", _("Moved"), _("Marked as moved to another municipality")),
    ("associations.trust", _("Trust"), _("Publishes without review")),
    ("associations.distrust", _("Review again"), _("Is reviewed before publishing")),
    ("associations.import", _("Import"), _("Changed by an import")),
    ("associations.ask", _("Ask"), _("Asked whether the details are right")),
    ("associations.change_rules", _("Change the rules"), _("New version of the rules")),
)


def _field_names(model, names) -> str:
    """The fields as they are called on screen, in the order given."""
    known = {field.name: field for field in model._meta.get_fields()}
    words = [_word(known.get(name), name) for name in names]
    return ", ".join(str(word) for word in words)


def _word(field, name: str) -> str:
    if field is not None and field.auto_created:
        return field.related_model._meta.verbose_name_plural
    return getattr(field, "verbose_name", name)


class FactsChanged(LogFormatter):
    label = _("Change facts")

    def format_message(self, log_entry) -> str:
        """Which facts were changed, by the names people know them by."""
        fields = _field_names(Association, log_entry.data.get("fields", []))
        return gettext("Changed: %(fields)s") % {"fields": fields}


class MergeChanged(LogFormatter):
    """Which association was taken over, by its number, and which facts came with it."""

    def format_message(self, log_entry) -> str:
        data = log_entry.data
        fields = _field_names(Association, data.get("fields", []))
        text = self.message_with_fields if fields else self.message
        return text % {"number": data["number"], "fields": fields}


MERGE_ACTIONS = (
    (
        "absorb",
        _("Merge"),
        _("Association %(number)s merged into this one"),
        _("Association %(number)s merged into this one. Taken over: %(fields)s"),
    ),
    (
        "undo_absorb",
        _("Undo the merger"),
        _("Association %(number)s is one of its own again"),
        "",
    ),
)


class PrivateChanged(LogFormatter):
    """What happened to a private row: its kind, its number and which fields; never a value."""

    def format_message(self, log_entry) -> str:
        data = log_entry.data
        model = apps.get_model("associations", data["kind"])
        return self.message % {
            "kind": model._meta.verbose_name,
            "number": data["number"],
            "fields": _field_names(model, data["fields"]),
        }


PRIVATE_ACTIONS = (
    ("add", _("Add for the municipality"), _("Added %(kind)s %(number)s")),
    ("change", _("Change for the municipality"), _("Changed %(kind)s %(number)s: %(fields)s")),
    ("remove", _("Remove for the municipality"), _("Removed %(kind)s %(number)s")),
    ("handle", _("Handle a suggestion"), _("Handled %(kind)s %(number)s")),
)


class PeopleChanged(LogFormatter):
    """What happened to somebody's role: which role and which number; never who."""

    def format_message(self, log_entry) -> str:
        data = log_entry.data
        words = {
            "number": data["number"],
            "role": _label(MemberRole, data.get("role", "")),
            "basis": _label(Basis, data.get("basis", "")),
            "reason": _label(EndReason, data.get("reason", "")),
            "way": _label(ClaimWay, data.get("way", "")),
        }
        return self.message % words


def _label(choices, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


PEOPLE_ACTIONS = (
    ("give_role", _("Give a role"), _("Role %(number)s given: %(role)s (%(basis)s)")),
    ("change_role", _("Change a role"), _("Role %(number)s changed: %(role)s")),
    ("renew_role", _("Renew a role"), _("Role %(number)s renewed: %(role)s")),
    ("end_role", _("End a role"), _("Role %(number)s ended: %(role)s (%(reason)s)")),
    ("invite_colleague", _("Invite"), _("Invitation %(number)s sent: %(role)s")),
    ("revoke_invitation", _("Take back"), _("Invitation %(number)s taken back: %(role)s")),
    ("ask_to_join", _("Ask to join"), _("Request to join %(number)s")),
    ("refuse_request", _("Refuse"), _("Request to join %(number)s refused")),
    ("start_claim", _("Claim"), _("Claim %(number)s on the association (%(way)s)")),
    ("fail_claim", _("Wrong code"), _("Claim %(number)s stopped after three wrong codes")),
    ("refuse_claim", _("Refuse"), _("Claim %(number)s refused (%(way)s)")),
)


class PresentationChanged(LogFormatter):
    """What happened to the presentation, and in which of its parts; never what was written."""

    def format_message(self, log_entry) -> str:
        names = dict(ReviewedField.choices)
        fields = ", ".join(str(names.get(name, name)) for name in log_entry.data.get("fields", []))
        return f"{self.message}: {fields}" if fields else str(self.message)


PRESENTATION_ACTIONS = (
    ("send_presentation", _("Send for review"), _("Presentation sent")),
    ("withdraw_presentation", _("Take back"), _("Presentation taken back before review")),
    ("return_presentation", _("Send back"), _("Presentation sent back with comments")),
    ("publish_presentation", _("Publish"), _("Presentation published")),
)


def register_actions(actions) -> None:
    """Give every action of the register its words."""
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)
    actions.register_action("associations.change_facts")(FactsChanged)
    for verb, label, message, more in MERGE_ACTIONS:
        words = {"label": label, "message": message, "message_with_fields": more}
        formatter = type("MergeChanged", (MergeChanged,), words)
        actions.register_action(f"associations.{verb}")(formatter)
    for verb, label, message in PRIVATE_ACTIONS:
        formatter = type("PrivateChanged", (PrivateChanged,), {"label": label, "message": message})
        actions.register_action(f"associations.{verb}_private")(formatter)
    for verb, label, message in PEOPLE_ACTIONS:
        formatter = type("PeopleChanged", (PeopleChanged,), {"label": label, "message": message})
        actions.register_action(f"associations.{verb}")(formatter)
    for verb, label, message in PRESENTATION_ACTIONS:
        words = {"label": label, "message": message}
        formatter = type("PresentationChanged", (PresentationChanged,), words)
        actions.register_action(f"associations.{verb}")(formatter)
