from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = _("Association register")

    def ready(self) -> None:
        from wagtail.images import get_image_model

        from associations import listings, mails, review_outcomes

        renditions = get_image_model().get_rendition_model()
        post_delete.connect(listings.picture_gone, renditions, dispatch_uid="listing_picture_gone")
        mails.register()
        review_outcomes.listen()
