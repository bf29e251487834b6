"""Apps of others that act for members: registered, let in by a member, shut out again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken, clear_expired

from accounts.errors import TooManyAppsError
from accounts.models import User

MAX_APPS: Final = 20


@dataclass(frozen=True)
class AppTerms:
    """What a developer says of an app. `is_confidential`: it runs on a server that can keep a secret."""

    name: str
    redirect_uris: tuple[str, ...]
    is_confidential: bool = False


@transaction.atomic
def register_app(*, member: User, terms: AppTerms) -> tuple[Application, str]:
    """A new app, which may only ask for authorization codes; its secret is stored hashed and told this once, or "".

    Raises:
        TooManyAppsError: the member has MAX_APPS already.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    if Application.objects.filter(user=member).count() >= MAX_APPS:
        raise TooManyAppsError(limit=MAX_APPS)
    secret = generate_client_secret() if terms.is_confidential else ""
    kind = Application.CLIENT_CONFIDENTIAL if terms.is_confidential else Application.CLIENT_PUBLIC
    app = Application.objects.create(
        user=member,
        name=" ".join(terms.name.split()),
        redirect_uris=" ".join(terms.redirect_uris),
        client_type=kind,
        client_secret=secret,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
    )
    return app, secret


def remove_app(app: Application) -> None:
    """Every member's access through it ends with it."""
    app.delete()


@transaction.atomic
def revoke_access(*, member: User, app: Application) -> None:
    """Shut an app out, from the next request on; what it did stays."""
    for model in (Grant, AccessToken, RefreshToken):
        model.objects.filter(user=member, application=app).delete()


def access_token_of(key: str, *, now: datetime | None = None) -> AccessToken | None:
    """The valid token of an app behind a key, with its member; None for a forged, expired or revoked one."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
    valid = AccessToken.objects.filter(expires__gt=now or timezone.now(), user__is_active=True)
    return valid.filter(token_checksum=digest).select_related("user").first()


def forget_expired() -> None:
    """Delete codes and tokens that open nothing any more. Safe to run twice and at once."""
    clear_expired()
