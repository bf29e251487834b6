"""The key by which push services know this site (VAPID)."""

from typing import TYPE_CHECKING

from django.conf import settings

from accounts.models import PushKey

if TYPE_CHECKING:
    from py_vapid import Vapid02

ONE = 1


def site_key() -> "Vapid02":
    """From BROADSHEET_VAPID_KEY, else from the database, where the first one who asks has it made."""
    from py_vapid import Vapid02

    if settings.VAPID_KEY:
        return Vapid02.from_string(settings.VAPID_KEY)
    found = PushKey.objects.filter(pk=ONE).first()
    if found is None:
        found, _is_new = PushKey.objects.get_or_create(pk=ONE, defaults={"private_pem": _new_pem()})
    return Vapid02.from_pem(found.private_pem.encode())


def public_key() -> str:
    """What a browser must know before it subscribes: an uncompressed point, base64url."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from py_vapid.utils import b64urlencode

    point = site_key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def _new_pem() -> str:
    from py_vapid import Vapid02

    key = Vapid02()
    key.generate_keys()
    return str(key.private_pem().decode())
