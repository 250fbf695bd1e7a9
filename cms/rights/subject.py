"""A person, as far as the register can know one: a login, addresses, numbers, names."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from associations.outbox.recipients import address_hash, to_user
from cms.rights.register import Entry

# Shorter words stand in too many others.
LEAST_LETTERS = 5
# A row with one of these is the person's own; who gave, decided or undid is another matter.
OWN = {"user", "uploaded_by_user", "uploaded_by", "written_by"}


@dataclass(frozen=True)
class Subject:
    """Whose data it is about. `names` and `phones` are what a person says is hers."""

    user: Any = None
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What is taken out of texts, the longest first: a name before a part of it."""
        words = {*self.addresses, *self.phones, *self.names}
        long = (word for word in words if len(word) >= LEAST_LETTERS)
        return tuple(sorted(long, key=lambda word: (-len(word), word)))


def subject_of(*, address: str, name: str = "", phone: str = "") -> Subject:
    """Whoever has this address, with the login that goes with it."""
    user = get_user_model().objects.filter(email=address.strip().lower()).first()
    names = [name.strip()] if name.strip() else []
    own = f"{user.first_name} {user.last_name}".strip() if user else ""
    if own and own not in names:
        names.append(own)
    phones = (phone.strip(),) if phone.strip() else ()
    return Subject(user, (address.strip(),), phones, tuple(names))


def rows_about(entry: Entry, model: type[models.Model], subject: Subject) -> models.QuerySet:
    """The rows whose columns in the register say that they are this person's."""
    query = Q(pk__in=[])
    for name in entry.tables[model._meta.label].split():
        query |= _is_about(model._meta.get_field(name), subject)
    if model is get_user_model() and subject.user:
        query |= Q(pk=subject.user.pk)
    return model._base_manager.filter(query).order_by("pk")


def _is_about(field: models.Field, subject: Subject) -> Q:
    name, user = field.name, subject.user
    if field.is_relation:
        return Q(**{name: user.pk}) if user and name in OWN else Q(pk__in=[])
    query = Q(pk__in=[])
    if name == "recipient" and user:
        query |= Q(recipient=to_user(user.pk))
    if name == "address_hash":
        query |= Q(address_hash__in=[address_hash(address) for address in subject.addresses])
    if isinstance(field, models.EmailField) or name == "username":
        for address in subject.addresses:
            query |= Q(**{f"{name}__iexact": address})
    if name == "username" and user:
        query |= Q(username=user.username)
    if name == "name" and field.model.__name__ == "ContactPerson":
        for person in subject.names:
            query |= Q(name__iexact=person)
    if name == "phone":
        for phone in subject.phones:
            query |= Q(phone=phone)
    return query
