"""What a member tells about himself."""

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.errors import ImageRefusedError, NameRefusedError
from accounts.images import read_picture
from accounts.models import User
from accounts.names import clean_display_name
from accounts.services.profiles import Profile, objection_to_profile
from accounts.wording import objection_to

if TYPE_CHECKING:
    from PIL import Image

MAX_AVATAR_BYTES = 5_000_000
NAME_LENGTH = 60
BIO_LENGTH = 500


class ProfileForm(forms.Form):
    """The profile that readers see."""

    member: User | None = None

    display_name = forms.CharField(
        label=_("Name shown"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("Left empty, your username is shown."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    bio = forms.CharField(
        label=_("About you"),
        max_length=BIO_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    avatar = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, at most 5 MB; the middle of it is shown as a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    remove_avatar = forms.BooleanField(label=_("Remove the picture"), required=False)

    def clean_display_name(self) -> str:
        try:
            name = clean_display_name(self.cleaned_data["display_name"])
        except NameRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        if len(name) > NAME_LENGTH:
            raise forms.ValidationError(
                _("A name has %(limit)s characters at most."), params={"limit": NAME_LENGTH}
            )
        return self._unobjectionable(name)

    def clean_bio(self) -> str:
        lines = unicodedata.normalize("NFC", self.cleaned_data["bio"]).splitlines()
        return self._unobjectionable("\n".join(_visible(line).rstrip() for line in lines).strip())

    def _unobjectionable(self, words: str) -> str:
        if objection := objection_to(words, member=self.member):
            raise forms.ValidationError(objection)
        return words

    def clean_avatar(self) -> "Image.Image | None":
        upload = self.cleaned_data["avatar"]
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return read_picture(upload, max_bytes=MAX_AVATAR_BYTES)
        except ImageRefusedError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """What a silenced member would add, or a rule of moderators refuses, is refused as a whole; what was typed stays."""
        cleaned = super().clean() or self.cleaned_data
        if self.member is None or self.errors:
            return cleaned
        if objection := objection_to_profile(self.member, self.profile()):
            raise forms.ValidationError(objection, code="refused")
        return cleaned

    def profile(self) -> Profile:
        """What the service takes. Call it on a valid form."""
        data = self.cleaned_data
        return Profile(
            display_name=data["display_name"],
            bio=data["bio"],
            avatar=data["avatar"],
            removes_avatar=data["remove_avatar"],
        )


def initial_of(member: User) -> dict[str, Any]:
    """What the form shows when it is opened."""
    return {
        "display_name": member.display_name,
        "bio": member.bio,
    }


def _visible(line: str) -> str:
    return "".join(mark for mark in line if unicodedata.category(mark) not in {"Cc", "Cs"})
