"""What sponsors and their managers enter."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget as CheckBoxes
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.errors import ImageRefusedError
from sponsors.errors import StaleVersionError
from sponsors.images import read_upload
from sponsors.models import Creative, Device, Flight, PriceModel
from sponsors.models.addresses import web_address
from sponsors.services.review import CreativeDraft
from sponsors.standard_slots import NO_PROOF_IN_MAIL, asks_mail_for_impressions


class CreativeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A creative, of the fields that the admin names.

    Its picture is read by our own narrow decoder, never by Django's field, which tries all that Pillow has.
    """

    class Meta:
        field_classes = {"image": forms.FileField}

    def clean_image(self) -> Any:
        """The re-encoded upload; what was there before, or False for none, stays as it is."""
        image = self.cleaned_data["image"]
        if not isinstance(image, UploadedFile):
            return image
        try:
            return read_upload(image)
        except ImageRefusedError as error:
            raise ValidationError(str(error)) from error


class SponsorCreativeForm(forms.Form):
    """A creative as a sponsor hands it in."""

    headline = forms.CharField(label=_("Headline"), max_length=60)
    text = forms.CharField(
        label=_("Text"),
        max_length=160,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    landing_url = forms.URLField(
        label=_("Landing page"),
        max_length=1000,
        validators=[web_address],
        assume_scheme="https",
        help_text=_("Where a click leads; you may add your own parameters to the address."),
    )
    image = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, at most 2 MB; twice as wide as high fits best."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    image_alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=160,
        required=False,
        help_text=_("For readers who cannot see it."),
    )
    remove_image = forms.BooleanField(label=_("Remove the picture"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    WORDS: ClassVar[tuple[str, ...]] = ("headline", "text", "landing_url", "image_alt", "version")

    def clean_image(self) -> Any:
        """The re-encoded upload, or None."""
        upload = self.cleaned_data["image"]
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return read_upload(upload)
        except ImageRefusedError as error:
            raise ValidationError(str(error)) from error

    def draft(self) -> CreativeDraft:
        """What the services take. Call it on a valid form."""
        data = self.cleaned_data
        image = data["image"]
        return CreativeDraft(
            headline=data["headline"],
            text=data["text"],
            landing_url=data["landing_url"],
            image_alt=data["image_alt"],
            image=False if data["remove_image"] and image is None else image,
        )

    @classmethod
    def initial_of(cls, creative: Creative) -> dict[str, Any]:
        """What the form shows when a creative is opened in it."""
        return {name: getattr(creative, name) for name in cls.WORDS}


class ReviewForm(CreativeForm):
    """A creative as a manager sees it, with room for the reason of a refusal."""

    reason = forms.CharField(
        label=_("Reason for a refusal"),
        max_length=300,
        required=False,
        help_text=_("The sponsor reads it."),
        widget=UnfoldAdminTextInputWidget,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = _state(self.instance.version, self.instance.review)

    def clean(self) -> dict[str, Any]:
        """Compares with the row locked, in the transaction that then saves and decides."""
        data: dict[str, Any] = super().clean() or {}
        rows = Creative.objects.select_for_update().filter(pk=self.instance.pk)
        now = rows.values_list("version", "review").first()
        if now is not None and _state(*now) != data.get("seen"):
            raise ValidationError(str(StaleVersionError()))
        return data


def _state(version: int, review: str) -> str:
    return f"{version}-{review}"


class FlightForm(forms.ModelForm):  # type: ignore[type-arg]
    """A flight, which two managers may have open at once: the second is told, and overwrites nothing."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=settings.LANGUAGES, required=False, widget=CheckBoxes
    )
    devices = forms.MultipleChoiceField(
        label=_("Devices"), choices=Device, required=False, widget=CheckBoxes
    )
    countries = SimpleArrayField(
        forms.RegexField(r"^[A-Za-z]{2}\Z"),
        label=_("Countries"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Two capital letters each, separated by commas, such as NL,BE."),
    )
    hours = SimpleArrayField(
        forms.IntegerField(min_value=0, max_value=23),
        label=_("Hours of the day"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("From 0 to 23 in UTC, separated by commas, such as 6,7,8."),
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean_countries(self) -> list[str]:
        return [country.upper() for country in self.cleaned_data["countries"]]

    def clean(self) -> dict[str, Any]:
        """Compares versions with the row locked, in the transaction that then saves it."""
        data: dict[str, Any] = super().clean() or {}
        if self.instance.pk:
            rows = Flight.objects.select_for_update().filter(pk=self.instance.pk)
            if rows.values_list("version", flat=True).first() != data.get("seen_version"):
                raise ValidationError(str(StaleVersionError()))
            self.instance.version += 1
        if _asks_mail_for_impressions(data):
            self.add_error("slots", str(NO_PROOF_IN_MAIL))
        return data


def _asks_mail_for_impressions(data: dict[str, Any]) -> bool:
    model = data.get("price_model")
    return asks_mail_for_impressions(
        [slot.code for slot in data.get("slots") or ()],
        is_by_click=model == PriceModel.CPC,
        is_priced_by_impression=model == PriceModel.CPM and bool(data.get("price_cents")),
        quantity=data.get("quantity"),
    )
