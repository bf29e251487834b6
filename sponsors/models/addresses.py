"""Which addresses a reader may be sent to."""

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

# Held by the database as well, so that no other way in can store `javascript:`.
WEB_ADDRESS = r"^https?://[^\s/]"

web_address = URLValidator(
    schemes=["http", "https"], message=_("Enter an address that begins with https:// or http://.")
)
