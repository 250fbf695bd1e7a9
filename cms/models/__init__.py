"""The places editors write, and what the whole site shares."""

from cms.models.content import AccessibilityStatementPage, ContentPage
from cms.models.fronts import AssociationIndexPage, HomePage
from cms.models.site import SiteSettings, SiteVersion

__all__ = [
    "AccessibilityStatementPage",
    "AssociationIndexPage",
    "ContentPage",
    "HomePage",
    "SiteSettings",
    "SiteVersion",
]
