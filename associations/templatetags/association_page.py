"""`{% association_page presentation %}`: the public page, for Wagtail's preview of a draft."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from associations.detail import detail_context
from associations.models import Presentation

register = template.Library()


@register.simple_tag(takes_context=True)
def association_page(context, presentation: Presentation) -> SafeString:
    return render_to_string(
        "associations/detail.html",
        detail_context(presentation.association, presentation),
        request=context["request"],
    )
