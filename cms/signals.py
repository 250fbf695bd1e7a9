"""Receivers: what changes the frame of every page says so, in the same transaction."""

from django.db.models.signals import post_delete, post_save
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from cms.chrome import touch
from cms.models import SiteSettings


def frame_changed(sender, **kwargs) -> None:
    if not kwargs.get("raw"):
        touch()


def page_changed(sender, instance, **kwargs) -> None:
    if isinstance(instance, Page):
        frame_changed(sender, **kwargs)


def connect() -> None:
    for model in (SiteSettings, Site):
        post_save.connect(frame_changed, sender=model, dispatch_uid=f"frame_{model.__name__}")
    post_page_move.connect(frame_changed, dispatch_uid="frame_page_moved")
    # The logo: a small picture goes when its original is replaced or removed.
    renditions = get_image_model().get_rendition_model()
    post_delete.connect(frame_changed, sender=renditions, dispatch_uid="frame_picture_gone")
    # Not by sender: each kind of page is a class of its own, and the signal comes once for each.
    for signal in (post_save, post_delete):
        signal.connect(page_changed, dispatch_uid="frame_page")
