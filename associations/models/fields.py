"""Model fields of the register's own."""

from django.core.exceptions import ValidationError
from django.db import models

from associations.orgnumber import OrgNumber


def validate_org_number(value: str) -> None:
    """Raise ValidationError, in plain words and without the number, unless it may be stored."""
    try:
        OrgNumber.parse(value)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class OrgNumberField(models.CharField):
    """Ten digits without separator, or empty. Rules and reasons in `associations.orgnumber`."""

    default_validators = [validate_org_number]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
