"""What a moderator says of a feed elsewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from feed.fetching.errors import AddressRefusedError
from feed.links.addresses import normalise
from feed.models import OutsideFeed


class OutsideFeedForm(forms.ModelForm):  # type: ignore[type-arg]
    """The address in its one spelling, and a member by whose standing the items are judged."""

    class Meta:
        model = OutsideFeed
        fields = ("url", "title", "category", "author", "language", "is_on")

    def clean_url(self) -> str:
        try:
            return normalise(self.cleaned_data["url"])
        except AddressRefusedError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_author(self) -> User:
        author: User = self.cleaned_data["author"]
        if author.is_moderator:
            raise forms.ValidationError(
                _("Choose a member who is no moderator: what moderators post is not judged.")
            )
        return author
