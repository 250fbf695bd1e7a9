"""The admin in the municipality's colours, through the properties that Wagtail leaves open."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cms.chrome import chrome


def admin_css() -> str:
    """For the head of every page of the admin, the sign-in page too."""
    theme = mark_safe(chrome().admin_theme)  # noqa: S308 - two colours, checked when saved
    return format_html(
        '<link rel="stylesheet" href="{}"><style>{}</style>', static("cms/admin.css"), theme
    )
