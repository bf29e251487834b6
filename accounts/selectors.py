"""What the pages of a member's own account show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from oauth2_provider.models import AccessToken, Application

from accounts.models import (
    Block,
    DataExport,
    Invitation,
    Leaving,
    Notification,
    PersonalToken,
    PushSubscription,
    SignIn,
    TrustRule,
    User,
    Webhook,
    WebhookDelivery,
)
from config.freshness import remembered
from config.keyset import Order, Page, read_page
from config.prepared import prepared_rows

BLOCKS: Final = Order("blocks", "created_at")
LATEST: Final = Order("notifications", "changed_at")
PAGE_SIZE: Final = 30
# The rest of the 30 days is in the archive of one's data.
SHOWN_SIGN_INS: Final = 20
# Beyond that nobody counts.
MAX_UNREAD: Final = 99


def notifications(member: User, *, cursor: str | None) -> Page[Notification]:
    """A page of what a member was told, latest first.

    Raises:
        BadCursorError: `cursor` is broken or belongs to another list.
    """
    rows = Notification.objects.visible_to(member).select_related("latest_actor")
    return read_page(rows, order=LATEST, cursor=cursor, size=PAGE_SIZE)


def unread_count(member: User) -> int:
    """How many notifications a member has not seen, at most one more than MAX_UNREAD."""
    return sum(1 for _row in prepared_rows("unread", unread_rows, member.pk))


def unread_rows(member_pk: int) -> QuerySet[Any, Any]:
    """What `unread_count` counts, as a part of other queries about a member."""
    found = Notification.objects.visible_to(User(pk=member_pk)).unread()
    return found.values("pk")[: MAX_UNREAD + 1]


def has_confirmed_address(member: User) -> bool:
    """Whether mail reaches the member."""
    return bool(EmailAddress.objects.filter(user=member, verified=True).exists())


def blocks(member: User, *, cursor: str | None) -> Page[Block]:
    """A page of whom a member blocked, latest first. Raises BadCursorError."""
    rows = Block.objects.by(member).select_related("blocked")
    return read_page(rows, order=BLOCKS, cursor=cursor, size=PAGE_SIZE)


@dataclass(frozen=True)
class OwnData:
    """What the page about one's data shows."""

    export: DataExport | None
    leaving: Leaving | None


def own_data(member: User) -> OwnData:
    return OwnData(
        export=DataExport.objects.filter(member=member).first(),
        leaving=Leaving.objects.filter(member=member).first(),
    )


def latest_sign_ins(member: User) -> list[SignIn]:
    """What became of attempts to sign in as this member, the latest first, at most SHOWN_SIGN_INS."""
    return list(SignIn.objects.filter(member=member).order_by("-at", "-pk")[:SHOWN_SIGN_INS])


def personal_tokens(member: User) -> list[PersonalToken]:
    """All keys of a member, the newest first; there are few (accounts.services.personal_tokens.MAX_TOKENS)."""
    return list(PersonalToken.objects.filter(member=member).order_by("-pk"))


@dataclass(frozen=True)
class LetIn:
    """An app that acts for a member. `since`: when its present token was made."""

    app: Application
    scope_labels: list[str]
    since: datetime


def apps_let_in(member: User) -> list[LetIn]:
    """By name; the scopes are those of the latest token, expired or not, which can be renewed."""
    tokens = AccessToken.objects.filter(user=member).select_related("application").order_by("pk")
    latest = {token.application_id: token for token in tokens}
    found = [
        LetIn(token.application, [str(label) for label in token.scopes.values()], token.created)
        for token in latest.values()
    ]
    return sorted(found, key=lambda each: each.app.name.casefold())


def app_called(client_id: str) -> Application | None:
    return Application.objects.filter(client_id=client_id).first()


def own_apps(member: User) -> list[Application]:
    """Those that a member registered, the newest first; there are few (accounts.services.oauth_apps.MAX_APPS)."""
    return list(Application.objects.filter(user=member).order_by("-pk"))


def push_subscriptions(member: User) -> list[PushSubscription]:
    """The newest first; there are few (accounts.services.pushing.MAX_SUBSCRIPTIONS)."""
    return list(PushSubscription.objects.filter(member=member).order_by("-pk"))


def webhook_rows(member: User) -> QuerySet[Webhook]:
    return Webhook.objects.filter(member=member)


def webhooks(member: User) -> list[Webhook]:
    """All of a member, the newest first; there are few (accounts.services.webhooks.MAX_WEBHOOKS)."""
    return list(webhook_rows(member).order_by("-pk"))


def deliveries(webhook: Webhook, *, cursor: str | None) -> Page[WebhookDelivery]:
    """A page of what was sent, latest first. Raises BadCursorError."""
    rows = WebhookDelivery.objects.filter(webhook=webhook)
    order = Order(f"deliveries{webhook.pk}", "created_at")
    return read_page(rows, order=order, cursor=cursor, size=PAGE_SIZE)


def invitations_of(member: User) -> list[Invitation]:
    """The latest first, with those who came."""
    return list(
        Invitation.objects.filter(inviter=member).select_related("guest").order_by("-pk")[:100]
    )


def inviter_of(member: User) -> User | None:
    """Who brought a member; None where nobody did, or who did is gone."""
    found = Invitation.objects.filter(guest=member).select_related("inviter").first()
    return found.inviter if found else None


def trust_rules() -> dict[int, TrustRule]:
    """What each level takes and may, by level; the same until the site is touched, so never to be changed."""
    return remembered("trust", _stored_rules)


def trust_rule_of(member: User) -> TrustRule:
    """What the member's level may; where the table lacks it, what a new row would say."""
    return trust_rules().get(member.trust_level) or TrustRule(level=member.trust_level)


def _stored_rules() -> dict[int, TrustRule]:
    return {rule.level: rule for rule in TrustRule.objects.order_by("level")}
