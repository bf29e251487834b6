"""What a developer says of an app."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.services.oauth_apps import AppTerms

MAX_ADDRESSES: Final = 10
# An app on a phone or a desk owns a scheme that is a name of its maker's, turned around (RFC 8252, 7.1).
OWN_SCHEME: Final = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+")
# On the member's own machine nobody listens in between (RFC 8252, 7.3).
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class AppForm(forms.Form):
    """A name that members know it by, and where it may lead them back to."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Members see it when they let the app in.")
    )
    redirect_uris = forms.CharField(
        label=_("Where the app lets members return to"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
        help_text=_(
            "Addresses with https, one on each line; http only for this computer. An app on a phone may use a scheme of its own: org.example.reader:/back"
        ),
    )
    is_confidential = forms.BooleanField(
        label=_("It runs on a server and can keep a secret"), required=False
    )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not name:
            raise forms.ValidationError(_("Write a name of visible characters."))
        return name

    def clean_redirect_uris(self) -> tuple[str, ...]:
        addresses = tuple(dict.fromkeys(self.cleaned_data["redirect_uris"].split()))
        wrong = next((each for each in addresses if not _is_allowed(each)), None)
        if wrong is not None:
            raise forms.ValidationError(
                _(
                    "%(address)s will not do: write an address with https, http for this computer, or a scheme that is your own name turned around, as in org.example.reader:/back."
                ),
                params={"address": wrong},
            )
        if len(addresses) > MAX_ADDRESSES:
            raise forms.ValidationError(
                _("Name %(limit)s addresses at most."), params={"limit": MAX_ADDRESSES}
            )
        return addresses

    def clean(self) -> dict[str, Any]:
        """Any app may claim a scheme: PKCE alone keeps a code from another one, and no secret is safe there."""
        cleaned = super().clean() or {}
        schemes = {urlsplit(each).scheme for each in cleaned.get("redirect_uris", ())}
        if cleaned.get("is_confidential") and any(map(OWN_SCHEME.fullmatch, schemes)):
            self.add_error(
                "is_confidential",
                _(
                    "An app with a scheme of its own runs on its members' devices: it can keep no secret."
                ),
            )
        return cleaned

    def terms(self) -> AppTerms:
        """What the service takes. Call it on a valid form."""
        return AppTerms(**self.cleaned_data)


def _is_allowed(address: str) -> bool:
    """A whole address without user name or fragment (RFC 6749, 3.1.2)."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not address.isascii() or "@" in parts.netloc or "#" in address:
        return False
    if OWN_SCHEME.fullmatch(parts.scheme):
        return not parts.netloc and parts.path.startswith("/")
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
