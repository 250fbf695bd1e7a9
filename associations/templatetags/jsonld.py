"""`{% load jsonld %}{% jsonld association %}` in the head of an association's page."""

from django import template
from django.utils.safestring import SafeString

from associations.jsonld import as_script, association_jsonld
from associations.models import Association

register = template.Library()


@register.simple_tag
def jsonld(association: Association) -> SafeString:
    """The association as a JSON-LD script element; data, which no browser runs."""
    return as_script(association_jsonld(association))
