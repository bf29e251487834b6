"""Who is asking, and the doors to what is his."""

from typing import Final, cast

from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.http import HttpRequest
from oauth2_provider.models import Application

from accounts.errors import NotFoundError
from accounts.models import (
    DataExport,
    Notification,
    PersonalToken,
    PushSubscription,
    User,
    Webhook,
    WebhookDelivery,
)
from accounts.tokens import unsubscribing_pk

# Beyond this no row exists, and PostgreSQL would refuse the number.
MAX_PK: Final = 2**63 - 1


def member_of(request: HttpRequest) -> User:
    """The signed-in member; for views behind `login_required`."""
    return cast("User", request.user)


def notification_for(member: User, pk: int) -> Notification:
    """Raises NotFoundError: there is none, or it is somebody else's."""
    found: Notification | None = Notification.objects.visible_to(member).filter(pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def export_for(member: User) -> DataExport:
    """The member's own archive, made and kept. Raises NotFoundError."""
    found = DataExport.objects.filter(member=member, made_at__isnull=False).first()
    if found is None:
        raise NotFoundError
    return found


def session_for(member: User, pk: int) -> UserSession:
    """Raises NotFoundError: there is none, or it is somebody else's."""
    found: UserSession | None = UserSession.objects.filter(user=member, pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def personal_token_for(member: User, pk: int) -> PersonalToken:
    """Raises NotFoundError: there is none, or it is somebody else's."""
    found: PersonalToken | None = PersonalToken.objects.filter(member=member, pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def own_app_for(member: User, pk: int) -> Application:
    """Raises NotFoundError: there is none, or it is somebody else's."""
    found: Application | None = Application.objects.filter(user=member, pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def app_for(member: User, pk: int) -> Application:
    """An app that this member let in. Raises NotFoundError."""
    let_in = Q(accesstoken__user=member) | Q(refreshtoken__user=member)
    found: Application | None = Application.objects.filter(let_in, pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def push_subscription_for(member: User, pk: int) -> PushSubscription:
    """Raises NotFoundError: there is none, or it is somebody else's."""
    found = PushSubscription.objects.filter(member=member, pk=min(pk, MAX_PK)).first()
    if found is None:
        raise NotFoundError
    return found


def webhook_for(member: User, pk: int) -> Webhook:
    """Raises NotFoundError: there is none, or it is somebody else's."""
    found: Webhook | None = Webhook.objects.filter(member=member, pk=min(pk, MAX_PK)).first()
    if found is None:
        raise NotFoundError
    return found


def delivery_for(member: User, pk: int) -> WebhookDelivery:
    """Raises NotFoundError: there is none, or it is somebody else's."""
    found = WebhookDelivery.objects.filter(webhook__member=member, pk=min(pk, MAX_PK)).first()
    if found is None:
        raise NotFoundError
    return found


def member_unsubscribing(token: str) -> User:
    """Who may stop his mail with this signed key, signed in or not. Raises NotFoundError: we did not make it."""
    pk = unsubscribing_pk(token)
    found = User.objects.filter(pk=pk).first() if pk else None
    if found is None:
        raise NotFoundError
    return found


def member_named(username: str) -> User:
    """Raises NotFoundError: nobody has this name, or the account is closed."""
    found = User.objects.filter(username__iexact=username, is_active=True).first()
    if found is None:
        raise NotFoundError
    return found
