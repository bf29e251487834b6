"""Shape of what those who act for sponsors send and get."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from accounts.api.files import UploadField
from accounts.api.serializers import StrictSerializer
from sponsors.forms import SponsorCreativeForm
from sponsors.models import Campaign, Creative, Flight, Sponsor
from sponsors.selectors.reports import Figures, FlightReport


class SponsorSerializer(serializers.ModelSerializer[Sponsor]):
    """A sponsor for whom you act."""

    class Meta:
        model = Sponsor
        fields: ClassVar = ["id", "name", "is_active"]


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    class Meta:
        model = Campaign
        fields: ClassVar = ["id", "sponsor", "name", "created_at"]


class FlightSerializer(serializers.ModelSerializer[Flight]):
    """One buy. `price_cents` is of what `price_model` says; figures are of all that was counted so far."""

    sponsor = serializers.IntegerField(source="campaign.sponsor_id", read_only=True)
    impressions = serializers.IntegerField(read_only=True)
    viewables = serializers.IntegerField(read_only=True)
    clicks = serializers.IntegerField(read_only=True)

    class Meta:
        model = Flight
        fields: ClassVar = [
            "id", "sponsor", "campaign", "name", "status", "starts_at", "ends_at", "price_model", "price_cents",
            "quantity", "daily_cap", "frequency_cap", "impressions", "viewables", "clicks",
        ]  # fmt: skip


class CreativeSerializer(serializers.ModelSerializer[Creative]):
    """What readers are shown. `review`: how far it is; `review_reason`: why it was refused; `problems`: what checks found."""

    image = serializers.SerializerMethodField()
    problems = serializers.ListField(child=serializers.JSONField(), read_only=True)

    class Meta:
        model = Creative
        fields: ClassVar = [
            "id", "flight", "headline", "text", "landing_url", "image", "image_alt", "is_live", "review",
            "review_reason", "problems", "created_at", "version",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_image(self, creative: Creative) -> str | None:
        return creative.image.url if creative.image else None


class CreativeInput(StrictSerializer):
    """A creative as it is handed in; a picture comes in a multipart/form-data body."""

    headline = serializers.CharField(max_length=60)
    text = serializers.CharField(max_length=160, allow_blank=True, required=False)
    landing_url = serializers.CharField(max_length=1000)
    image_alt = serializers.CharField(max_length=160, allow_blank=True, required=False)


class CreativeChange(CreativeInput):
    """The fields to change. `remove_image`: take the picture away."""

    remove_image = serializers.BooleanField(required=False)


class CreativeForm(CreativeInput):
    """A creative as it is handed in, with its picture: JPEG, PNG, WebP or GIF."""

    image = UploadField(required=False)


class CreativeChangeForm(CreativeChange):
    """The fields to change, with a new picture: JPEG, PNG, WebP or GIF."""

    image = UploadField(required=False)


class FiguresSerializer(serializers.Serializer[Figures]):
    """What was counted; rates from 0 to 1, null before the first."""

    impressions = serializers.IntegerField(read_only=True)
    viewables = serializers.IntegerField(read_only=True)
    clicks = serializers.IntegerField(read_only=True)
    viewable_rate = serializers.FloatField(read_only=True, allow_null=True)
    ctr = serializers.FloatField(read_only=True, allow_null=True)


class ReportRowSerializer(FiguresSerializer):
    """One line of a table. `key`: id or day; `label`: how that is called."""

    key = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]

    def to_representation(self, row: Any) -> dict[str, Any]:
        key = "" if row.key is None else str(row.key)
        return {"key": key, "label": row.label} | dict(FiguresSerializer(row.figures).data)


class UncountedSerializer(serializers.Serializer[Any]):
    """Events that are not billed, and why."""

    kind = serializers.CharField(read_only=True)
    reason = serializers.CharField(read_only=True)
    count = serializers.IntegerField(read_only=True)


class FlightReportSerializer(serializers.Serializer[FlightReport]):
    """What a flight delivered: in all, by day (the last sixty), slot, creative and category."""

    flight = serializers.IntegerField(source="flight.pk", read_only=True)
    delivered = serializers.IntegerField(read_only=True)
    total = FiguresSerializer(read_only=True)
    days = ReportRowSerializer(many=True, read_only=True)
    slots = ReportRowSerializer(many=True, read_only=True)
    creatives = ReportRowSerializer(many=True, read_only=True)
    categories = ReportRowSerializer(many=True, read_only=True)
    uncounted = UncountedSerializer(many=True, read_only=True)


def creative_form(sent: dict[str, Any], *, creative: Creative | None) -> SponsorCreativeForm:
    """The form of the desk, filled in and found right; what is not sent stays. Raises ValidationError."""
    typed = SponsorCreativeForm.initial_of(creative) if creative else {}
    words = {name: value for name, value in sent.items() if name != "image"}
    files = {"image": sent["image"]} if sent.get("image") else {}
    form = SponsorCreativeForm(typed | words, files)  # type: ignore[arg-type]
    if not form.is_valid():
        raise ValidationError(
            {
                "non_field_errors" if name == "__all__" else name: [
                    ErrorDetail("; ".join(error.messages), error.code or "invalid")
                    for error in errors.as_data()
                ]
                for name, errors in form.errors.items()
            }
        )
    return form
