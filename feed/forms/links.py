"""Addresses that authors type."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feed.fetching.errors import AddressRefusedError
from feed.links.addresses import bare_host, normalise


def page_elsewhere(text: str) -> str:
    """The normalised address of a page that is not ours; "" for no words.

    Raises:
        AddressRefusedError: it is none, or one of this site; the message says so.
    """
    if not text.strip():
        return ""
    url = normalise(text)
    if bare_host(urlsplit(url).netloc) == bare_host(urlsplit(settings.BASE_URL).netloc):
        raise AddressRefusedError(
            url, reason=gettext("This is an address of this site. Link to it in your text.")
        )
    return url


class AddressField(forms.CharField):
    """The normalised address of a page elsewhere, or ""."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "dir": "ltr"})
        super().__init__(required=False, max_length=4_000, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        try:
            return page_elsewhere(str(super().to_python(value)))
        except AddressRefusedError as error:
            raise forms.ValidationError(str(error)) from error


class LinkFields(forms.Form):
    """What a post points to. `link_seen`: the address whose earlier discussions the author has been shown."""

    link_url = AddressField(
        label=_("Link"),
        help_text=_("If your post is about a page elsewhere: its address. Readers see a preview."),
    )
    canonical_url = AddressField(
        label=_("Original address"),
        help_text=_("Only if this text appeared elsewhere first. Search engines are sent there."),
    )
    link_seen = forms.CharField(max_length=4_000, required=False, widget=forms.HiddenInput)

    def is_news(self) -> bool:
        """Whether there is a link whose earlier discussions the author has not been shown. Ask a valid form."""
        url: str = self.cleaned_data["link_url"]
        return bool(url) and url != self.cleaned_data["link_seen"]
