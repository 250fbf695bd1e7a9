"""Form fields that read what people write and give back what the register keeps."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from associations import social
from associations.models.taxonomy import TreeTerm
from associations.orgnumber import OrgNumber, OrgNumberError, redact_personal_numbers

VISIBILITY = ((True, _("Shown to everyone")), (False, _("Only for the municipality")))


class OrgNumberFormField(forms.CharField):
    """An organisation number as people write it; ten digits or "" when cleaned.

    A personal identity number is refused and not shown again: what is refused for being personal
    must not stay in the page, the browser's history of forms or anyone's screenshot.
    """

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        try:
            return OrgNumber.parse(text).digits
        except OrgNumberError as error:
            raise ValidationError(str(error)) from None

    def bound_data(self, data, initial):
        _clean, found = redact_personal_numbers(data or "")
        return "" if found else data

    def prepare_value(self, value):
        is_kept = isinstance(value, str) and re.fullmatch(r"\d{10}", value)
        return f"{value[:6]}-{value[6:]}" if is_kept else value


class NoPersonalNumbers:
    """Mixed into a field of text: refuses personal identity numbers, and shows none again."""

    is_phone = False

    def clean(self, value):
        text = super().clean(value)
        if redact_personal_numbers(text, is_phone=self.is_phone)[1]:
            raise ValidationError(
                _(
                    "The text held something that looks like a personal identity number. It has"
                    " been taken out; check the text and save again."
                )
            )
        return text

    def bound_data(self, data, initial):
        return redact_personal_numbers(data or "", is_phone=self.is_phone)[0]


class NoteFormField(NoPersonalNumbers, forms.CharField):
    """Running text."""

    widget = forms.Textarea


class LineFormField(NoPersonalNumbers, forms.CharField):
    """A line of text."""


class PhoneFormField(NoPersonalNumbers, forms.CharField):
    """A telephone number, which may look like a date and four digits."""

    is_phone = True
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})


class EmailFormField(NoPersonalNumbers, forms.EmailField):
    """An e-mail address."""

    widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    default_error_messages = {
        "invalid": _("Write an e-mail address, for example info@association.example.")
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.error_messages["invalid"] = self.default_error_messages["invalid"]
        self.validators = [EmailValidator(self.error_messages["invalid"])]


class WebFormField(NoPersonalNumbers, forms.URLField):
    """A web address, with or without its beginning."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
    default_validators = [
        URLValidator(
            schemes=["http", "https"],
            message=_("Write a web address, for example www.association.example."),
        )
    ]
    default_error_messages = {
        "invalid": _("Write a web address, for example www.association.example.")
    }

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class GiroFormField(forms.CharField):
    """A bankgiro or plusgiro number; spaces and hyphens are left out when cleaned."""

    def to_python(self, value):
        return re.sub(r"[\s\-‐‑–—]", "", super().to_python(value))


class SocialLinksField(NoPersonalNumbers, forms.CharField):
    """One address per line in, the register's list out."""

    widget = forms.Textarea

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(item["url"] for item in value)
        return value

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [social.link(self._address(line)) for line in lines]

    def has_changed(self, initial, data):
        return self.prepare_value(initial or []) != (data or "")

    def _address(self, line: str) -> str:
        url = line if "://" in line else f"https://{line}"
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError:
            raise ValidationError(
                _("Write one web address per line, for example https://facebook.com/…")
            ) from None
        return url


class RadioGroup(forms.RadioSelect):
    """Radio buttons in a group with a name, for those who do not see the label above them."""

    template_name = "associations/widgets/radio_group.html"

    def __init__(self, *, name, **kwargs):
        super().__init__(**kwargs)
        self.group_name = name

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["legend"] = self.group_name
        return context


class VisibilityField(forms.TypedChoiceField):
    """Whether a contact detail is for everyone; True or False when cleaned."""

    def __init__(self, label, **kwargs):
        super().__init__(
            choices=VISIBILITY,
            coerce=lambda value: value == "True",
            widget=RadioGroup(name=label),
            label=label,
            **kwargs,
        )


class Choices(forms.RadioSelect):
    """Radio buttons large enough for a thumb."""

    template_name = "associations/widgets/choices.html"


class TermChoices(forms.CheckboxSelectMultiple):
    """Words to tick: those of a group folded under its heading, which says how many are chosen.

    Works without a script. A long list without groups is folded as a whole.
    """

    LONG = 15

    template_name = "associations/widgets/terms.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        groups = []
        shown = context["widget"]["optgroups"]
        if len(shown) > self.LONG and not any(heading for heading, _options, _index in shown):
            shown = [(_("Choose"), [one for _heading, some, _index in shown for one in some], 0)]
        for heading, options, _index in shown:
            chosen = [option["label"] for option in options if option["selected"]]
            groups.append({"heading": heading, "options": options, "chosen": chosen})
        context["widget"]["groups"] = groups
        return context


class TreeIterator(ModelChoiceIterator):
    """The choices of a tree: each word followed by those under it, indented."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for term in in_tree_order(self.queryset):
            yield self.choice(term)


class GroupIterator(ModelChoiceIterator):
    """The choices of a tree by heading: each root with what is under it, or by itself."""

    def __iter__(self):
        group: list[TreeTerm] = []
        for term in [*in_tree_order(self.queryset), None]:
            if group and (term is None or term.depth == 0):
                yield from self._shown(group)
                group = []
            if term is not None:
                group.append(term)

    def _shown(self, group: list[TreeTerm]):
        if len(group) == 1:
            yield self.choice(group[0])
        else:
            yield group[0].name, [self.choice(term) for term in group]


class TreeMixin:
    iterator = TreeIterator

    def label_from_instance(self, term):
        return "\u2003" * term.depth + term.name


class TreeChoicesField(TreeMixin, forms.ModelMultipleChoiceField):
    """Several words of a tree."""

    widget = forms.CheckboxSelectMultiple


class GroupedTermsField(forms.ModelMultipleChoiceField):
    """Several words of a tree, under its headings."""

    iterator = GroupIterator
    widget = TermChoices

    def label_from_instance(self, term):
        return "\u2003" * max(term.depth - 1, 0) + term.name


class TermsField(forms.ModelMultipleChoiceField):
    """Several words of a plain list."""

    widget = TermChoices


class TreeChoiceField(TreeMixin, forms.ModelChoiceField):
    """One word of a tree."""


def in_tree_order(terms) -> list[TreeTerm]:
    """Each word followed by those under it, with its `depth`; roots and siblings by name."""
    children: dict[int | None, list[TreeTerm]] = {}
    everyone = sorted(terms, key=lambda term: term.name.casefold())
    known = {term.pk for term in everyone}
    for term in everyone:
        parent = term.parent_id if term.parent_id in known else None
        children.setdefault(parent, []).append(term)
    ordered: list[TreeTerm] = []

    def visit(parent: int | None, depth: int) -> None:
        for term in children.get(parent, []):
            term.depth = depth
            ordered.append(term)
            visit(term.pk, depth + 1)

    visit(None, 0)
    return ordered
