"""What other systems may read, field by field. A field that is not named here is not published.

`tests/test_api_contract.py` holds the same list: a new field is a decision, not an accident.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from associations.identifiers import org_id, public_url, successor
from associations.models import (
    Activity,
    Area,
    Association,
    Language,
    LegalForm,
    Offer,
    Presentation,
    TargetGroup,
)
from associations.models.association import CURRENT_STATES, PUBLIC_STATES

# APPLIED is never public, so it is no value here.
PUBLIC_STATUS = [(state.value, state.label) for state in PUBLIC_STATES]


def published_words(association: Association) -> Presentation | None:
    words = getattr(association, "presentation", None)
    return words if words is not None and words.live else None


class ActivitySerializer(serializers.ModelSerializer):
    icnpo = serializers.CharField(help_text=_("Code in the classification ICNPO, or empty."))

    class Meta:
        model = Activity
        fields = ["slug", "name", "icnpo"]


class AreaSerializer(serializers.ModelSerializer):
    class Meta:
        model = Area
        fields = ["slug", "name"]


class TargetGroupSerializer(serializers.ModelSerializer):
    # Named here, since what a column may hold is not the same in both databases.
    age_from = serializers.IntegerField(allow_null=True, help_text=_("Youngest age, in years."))
    age_to = serializers.IntegerField(allow_null=True, help_text=_("Oldest age, in years."))

    class Meta:
        model = TargetGroup
        fields = ["slug", "name", "age_from", "age_to"]


class LanguageSerializer(serializers.ModelSerializer):
    code = serializers.CharField(source="slug", help_text=_("Language code, ISO 639."))

    class Meta:
        model = Language
        fields = ["code", "name"]


class SocialLinkSerializer(serializers.Serializer):
    kind = serializers.CharField(default="")
    url = serializers.CharField(default="")


class ContactSerializer(serializers.Serializer):
    """The columns on the association itself; what is kept for the municipality is elsewhere."""

    email = serializers.CharField()
    phone = serializers.CharField()
    website = serializers.CharField()
    social_links = SocialLinkSerializer(many=True)


class AddressSerializer(serializers.Serializer):
    visiting_address = serializers.CharField()
    postal_code = serializers.CharField()
    town = serializers.CharField()


class PositionSerializer(serializers.Serializer):
    latitude = serializers.FloatField(help_text=_("Degrees, WGS 84."))
    longitude = serializers.FloatField(help_text=_("Degrees, WGS 84."))


class PresentationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Presentation
        fields = ["ingress", "when_and_where", "how_to_join"]


class OfferSerializer(serializers.ModelSerializer):
    """What an association offers or seeks."""

    class Meta:
        model = Offer
        fields = ["direction", "kind", "text", "when_and_where", "valid_until"]


class ReferenceSerializer(serializers.Serializer):
    """Another association, pointed at."""

    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    url = serializers.SerializerMethodField(help_text=_("The page for residents."))

    def get_url(self, association: Association) -> str:
        return public_url(association)


class TombstoneSerializer(ReferenceSerializer):
    """What is left of an association that has ended: that it did, when, and what carries on."""

    slug = serializers.CharField()
    api_url = serializers.SerializerMethodField(help_text=_("This record in the API."))
    org_number = serializers.CharField(help_text=_("Ten digits without hyphen, or empty."))
    org_id = serializers.SerializerMethodField(
        help_text=_("The organisation number as an identifier of org-id.guide, or empty.")
    )
    status = serializers.ChoiceField(choices=PUBLIC_STATUS)
    ended_on = serializers.DateField(allow_null=True)
    merged_into = serializers.SerializerMethodField(
        help_text=_("The association that carries on, if there is one.")
    )
    updated_at = serializers.SerializerMethodField(
        help_text=_("When a fact or the published words last changed, as the list has it.")
    )

    def get_updated_at(self, association: Association) -> datetime:
        words = published_words(association)
        moments = (association.updated_at, words and words.last_published_at)
        return max(filter(None, moments))

    def get_api_url(self, association: Association) -> str:
        path = reverse("api:association-detail", args=[association.public_id])
        return self.context["request"].build_absolute_uri(path)

    def get_org_id(self, association: Association) -> str:
        return org_id(association.org_number)

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_merged_into(self, association: Association):
        target = successor(association)
        return ReferenceSerializer(target).data if target else None


class AssociationSerializer(TombstoneSerializer):
    """Everything public about an association."""

    legal_form = serializers.ChoiceField(choices=LegalForm.choices)
    activities = ActivitySerializer(many=True)
    target_groups = TargetGroupSerializer(many=True)
    areas = AreaSerializer(many=True)
    languages = LanguageSerializer(many=True)
    contact = ContactSerializer(source="*", help_text=_("Never a person's own details."))
    address = AddressSerializer(source="*")
    position = serializers.SerializerMethodField()
    founded_year = serializers.IntegerField(allow_null=True)
    national_federation = serializers.CharField()
    meeting_times = serializers.CharField(
        help_text=_("When and where people meet, in the association's words, or empty.")
    )
    offers = OfferSerializer(
        many=True, help_text=_("What the association offers and seeks, while it is valid.")
    )
    presentation = serializers.SerializerMethodField(
        help_text=_("The association's own words, when published.")
    )
    confirmed_on = serializers.DateField(
        allow_null=True, help_text=_("When the details were last found right.")
    )

    @extend_schema_field(PositionSerializer(allow_null=True))
    def get_position(self, association: Association):
        return PositionSerializer(association).data if association.latitude is not None else None

    @extend_schema_field(PresentationSerializer(allow_null=True))
    def get_presentation(self, association: Association):
        words = published_words(association)
        return PresentationSerializer(words).data if words else None


class SummarySerializer(serializers.Serializer):
    """An association in the list: what `summaries` gives, described for the schema."""

    id = serializers.UUIDField(help_text=_("Never changes, whatever the association is called."))
    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.URLField(help_text=_("The page for residents."))
    api_url = serializers.URLField(help_text=_("All about the association, in the API."))
    org_number = serializers.CharField(help_text=_("Ten digits without hyphen, or empty."))
    org_id = serializers.CharField(
        help_text=_("The organisation number as an identifier of org-id.guide, or empty.")
    )
    legal_form = serializers.ChoiceField(choices=LegalForm.choices)
    status = serializers.ChoiceField(choices=[(s.value, s.label) for s in CURRENT_STATES])
    ingress = serializers.CharField()
    when_and_where = serializers.CharField()
    activities = ActivitySerializer(many=True)
    areas = AreaSerializer(many=True)
    target_groups = TargetGroupSerializer(many=True)
    languages = LanguageSerializer(many=True)
    contact = ContactSerializer(help_text=_("Never a person's own details."))
    address = AddressSerializer()
    position = PositionSerializer(allow_null=True)
    confirmed_on = serializers.DateField(allow_null=True)
    updated_at = serializers.DateTimeField()


class PageSerializer(serializers.Serializer):
    """A page of the list."""

    count = serializers.IntegerField(help_text=_("All hits, on this page and the others."))
    next = serializers.URLField(
        allow_null=True, help_text=_("The next page, or null on the last one.")
    )
    results = SummarySerializer(many=True)


class TombstonePageSerializer(serializers.Serializer):
    """A page of those that have ended."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    results = TombstoneSerializer(many=True)
