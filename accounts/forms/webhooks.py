"""What a member says of a webhook."""

from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import EventKind, User
from accounts.models.webhook import URL_LENGTH
from accounts.services.webhooks import SITE_WIDE_ONLY, WebhookTerms, may_watch_site

# Of http and https; no delivery goes elsewhere (feed.fetching.connection).
USUAL_PORTS: Final = (80, 443)
KINDS = [(kind.value, kind.label) for kind in EventKind if kind is not EventKind.PING]


# Names that lead nowhere else than into one's own network (RFC 6761, RFC 6762, RFC 9476 and ICANN's .internal).
PRIVATE_ENDINGS: Final = frozenset({"localhost", "local", "internal", "alt"})


class WebhookForm(forms.Form):
    """An address and what it is told; the staff may listen to the whole site."""

    url = forms.CharField(
        label=_("Address"),
        max_length=URL_LENGTH,
        help_text=_("With https. Addresses inside private networks are not asked."),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    is_site_wide = forms.BooleanField(
        label=_("Of the whole site, not only what is mine"), required=False
    )

    def __init__(self, data: object = None, *, member: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if not may_watch_site(member):
            del self.fields["is_site_wide"]
            own = [(value, label) for value, label in KINDS if value not in SITE_WIDE_ONLY]
            self.fields["kinds"].choices = own  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        schemes = ["https"] if settings.IS_PRODUCTION else ["https", "http"]
        URLValidator(
            schemes=schemes, message=_("Write a whole address that begins with https://.")
        )(url)
        require_reachable(url)
        return url

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if SITE_WIDE_ONLY & set(data.get("kinds", ())) and not data.get("is_site_wide"):
            self.add_error("kinds", _("Reports are told only to webhooks of the whole site."))
        return data

    def terms(self) -> WebhookTerms:
        """What the service takes. Call it on a valid form."""
        data = self.cleaned_data
        kinds = tuple(EventKind(each) for each in data["kinds"])
        return WebhookTerms(data["url"], kinds, is_site_wide=data.get("is_site_wide", False))


def require_reachable(url: str) -> None:
    """What no delivery would ever ask is refused at once; what a name leads to is seen when it is asked.

    Raises:
        ValidationError: an unusual port, or a machine inside a private network, by its number or name.
    """
    parts = urlsplit(url)
    if not _is_usual(parts):
        raise forms.ValidationError(_("Only the usual ports are taken."))
    if _is_private(parts.hostname or ""):
        raise forms.ValidationError(_("This address leads to a private network."))


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host.rstrip(".").rpartition(".")[2] in PRIVATE_ENDINGS


def _is_usual(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port in USUAL_PORTS
    except ValueError:
        return False  # no port has such a number
