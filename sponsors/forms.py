"""What sponsors and their managers enter."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.errors import ImageRefusedError
from sponsors.images import read_upload
from sponsors.models import Creative
from sponsors.models.addresses import web_address
from sponsors.services.review import CreativeDraft


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
