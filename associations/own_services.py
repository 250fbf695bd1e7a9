"""An association's own people keep its offers, its board and its documents. For those who edit.

Each asks for the right while the association is held, and takes a row of that association alone.
"""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import localdate

from associations import access, granting, private_services, services
from associations.models import Association, Claim, ClaimState, ContactPerson, Offer, RegisterFile
from associations.refusals import KeptByTheMunicipality


@transaction.atomic
def save_offer(row: Offer, *, changes: dict[str, Any], by: AbstractBaseUser) -> Offer:
    """Add an offer or a wish, or change one: public at once."""
    held = _held(row.association, by)
    for field, value in changes.items():
        setattr(row, field, value)
    row.full_clean()
    row.save()
    _offers_changed(held, by)
    return row


@transaction.atomic
def remove_offer(row: Offer, *, by: AbstractBaseUser) -> None:
    held = _held(row.association, by)
    row.delete()
    _offers_changed(held, by)


def _offers_changed(association: Association, by: AbstractBaseUser) -> None:
    association.save(update_fields=["updated_at"])
    services.record_change(association, fields=["offers"], by=by)


@transaction.atomic
def save_person(
    row: ContactPerson, *, changes: dict[str, Any], by: AbstractBaseUser
) -> ContactPerson:
    """Add a contact person, or change one."""
    _held(row.association, by)
    private_services.save_private(row, changes=changes, by=by)
    return row


@transaction.atomic
def end_person(row: ContactPerson, *, by: AbstractBaseUser) -> ContactPerson:
    """Note that the post is over, from today."""
    today = localdate()
    starts_on = min(row.starts_on, today) if row.starts_on else None
    return save_person(row, changes={"starts_on": starts_on, "ends_on": today}, by=by)


@transaction.atomic
def store_document(association: Association, *, by: AbstractBaseUser, **document: Any):
    """Keep a document for the municipality; see `private_services.store_register_file`."""
    held = _held(association, by)
    return private_services.store_register_file(held, by=by, **document)


@transaction.atomic
def remove_document(row: RegisterFile, *, by: AbstractBaseUser) -> None:
    """Take back what one has handed in oneself.

    KeptByTheMunicipality for what another has handed in, and for minutes that a decision rests on.
    """
    _held(row.association, by)
    if row.uploaded_by_id != by.pk or is_relied_on(row):
        raise KeptByTheMunicipality
    private_services.remove_private(row, by=by)


def is_relied_on(row: RegisterFile) -> bool:
    """True for minutes by which somebody has claimed the association."""
    return Claim.objects.filter(document=row).exists()


def documents_of(association: Association):
    """Those its people may read: not what somebody sent in to claim it, and was not believed."""
    others = Claim.objects.exclude(state=ClaimState.APPROVED).exclude(document=None)
    return association.register_files.exclude(pk__in=others.values("document"))


def _held(association: Association, by: AbstractBaseUser) -> Association:
    held = granting.locked_going(association)
    granting.must(access.may_edit(by, held))
    return held
