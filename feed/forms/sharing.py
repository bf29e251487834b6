"""Where a reader wants to share a post."""

import re
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

# A registered name in its ASCII form: labels of letters, digits and hyphens, the last one no number (RFC 1123).
_SERVER: Final = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+\Z)[a-z0-9-]{1,62}[a-z0-9]\Z"
)


class MastodonForm(forms.Form):
    """The server where the reader has an account; an address or a handle that names it will do."""

    server = forms.CharField(
        label=_("Your Mastodon server"),
        max_length=300,
        help_text=_("Such as mastodon.social. We do not keep it."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_server(self) -> str:
        """Only the name of the host: no port, no path, nobody's password."""
        typed = self.cleaned_data["server"].strip().lower().removeprefix("https://")
        name = typed.removesuffix("/").rpartition("@")[2] if typed.startswith("@") else typed
        host = _ascii(name.partition("/")[0])
        if not _SERVER.match(host):
            raise forms.ValidationError(_("Write the name of a server, such as mastodon.social."))
        return host


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return ""
