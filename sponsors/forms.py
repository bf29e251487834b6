"""What sponsor managers enter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.errors import ImageRefusedError
from sponsors.images import read_upload


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
