"""One private thing of each kind, all of them Alice's, and the addresses at which it is reached."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.models import (
    EventKind,
    Notification,
    NotificationKind,
    Scope,
    Webhook,
    WebhookDelivery,
)
from accounts.services.notifications import notify
from accounts.services.personal_tokens import make_token
from accounts.services.webhooks import WebhookTerms, make_webhook, ping
from feed.models import BookmarkList, Mute, Series
from moderation.models import Decision, Reason, SubjectKind, Verb
from sponsors.models import Seat
from tests.factories import make_category, make_comment, make_member, make_post
from tests.sponsors.factories import make_creative, make_sponsor


@dataclass(frozen=True)
class Door:
    """`route`: the view's name, `args` its arguments; `may_moderate`: moderators come in as well.

    `is_deaf`: tells every member the same, and does nothing to what is another's.
    """

    route: str
    args: dict[str, Any]
    method: str = "get"
    may_moderate: bool = False
    is_deaf: bool = False


def doors() -> list[Door]:
    """Every address of a private thing; what destroys it comes after what shows it."""
    alice = make_member("alice")
    draft = make_post(author=alice, is_published=False).pk
    post = make_post(author=alice, category=make_category("Harbour"))
    comment = make_comment(post=post, author=alice).pk
    shelf = BookmarkList.objects.create(member=alice, name="Later").pk
    mute = Mute.objects.create(member=alice, keyword="tram").pk
    series = Series.objects.create(author=alice, title="Quay", slug="quay").pk
    creative = make_creative()
    Seat.objects.create(sponsor=make_sponsor(), member=alice)
    sponsor, flight = creative.flight.campaign.sponsor.pk, creative.flight.pk
    token, _key = make_token(member=alice, name="x", scopes=list(Scope), lifetime=timedelta(days=1))
    webhook, delivery = _webhook(alice)
    session = UserSession.objects.create(user=alice, ip="198.51.100.7", session_key="x", user_agent="x", data={}).pk  # fmt: skip
    decision = Decision.objects.create(
        verb=Verb.HIDE, subject_kind=SubjectKind.POST, subject_pk=post.pk, subject_label="x", reason_id=Reason.OTHER, member_pk=alice.pk,
    ).pk  # fmt: skip
    pk = {"pk": draft}
    return [
        Door("feed:post", {"pk": draft, "slug": "x"}, may_moderate=True),
        Door("feed:post-edit", pk, may_moderate=True), Door("feed:post-unpublish", {"pk": post.pk}, "post", may_moderate=True), Door("feed:post-publish", pk, "post", may_moderate=True),
        Door("feed:poll", pk, may_moderate=True), Door("feed:poll-remove", pk, "post"), Door("feed:post-delete", pk, "post", may_moderate=True),
        Door("feed:revision-purge", {"pk": draft, "number": 1}, "post", may_moderate=True),
        Door("feed:comment-edit", {"pk": comment}), Door("feed:comment-delete", {"pk": comment}),
        Door("feed:bookmark-list", {"pk": shelf}), Door("feed:bookmark-list-delete", {"pk": shelf}, "post"),
        Door("feed:unmute", {"pk": mute}, "post", is_deaf=True), Door("feed:series-edit", {"pk": series}, may_moderate=True),
        Door("accounts:notification-read", {"pk": _notification(alice)}, "post"),
        Door("accounts:token-revoke", {"pk": token.pk}, "post"), Door("accounts:session-end", {"pk": session}, "post"),
        Door("accounts:webhook", {"pk": webhook}), Door("accounts:webhook-try", {"pk": webhook}, "post"), Door("accounts:webhook-on", {"pk": webhook}, "post"),
        Door("accounts:delivery-again", {"pk": delivery}, "post"), Door("accounts:webhook-remove", {"pk": webhook}, "post"),
        Door("moderation:decision", {"pk": decision}, may_moderate=True), Door("moderation:appeal", {"pk": decision}, "post", may_moderate=True),
        Door("sponsors:desk", {"pk": sponsor}), Door("sponsors:flight", {"pk": flight}), Door("sponsors:flight-csv", {"pk": flight}),
        Door("sponsors:creative-create", {"pk": flight}), Door("sponsors:creative-edit", {"pk": creative.pk}), Door("sponsors:creative-preview", {"pk": creative.pk}),
        Door("sponsors:creative-frame", {"pk": creative.pk, "theme": "light", "direction": "ltr"}),
        Door("api:post-detail", pk, may_moderate=True), Door("api:post-detail", pk, "patch"), Door("api:post-publish", pk, "post"), Door("api:post-detail", pk, "delete"),
        Door("api:comment-detail", {"pk": comment}, "patch"), Door("api:comment-detail", {"pk": comment}, "delete"),
        Door("api:bookmark-list-detail", {"pk": shelf}), Door("api:bookmark-list-detail", {"pk": shelf}, "delete"),
        Door("api:mute-detail", {"pk": mute}, "delete", is_deaf=True), Door("api:webhook-detail", {"pk": webhook}), Door("api:webhook-detail", {"pk": webhook}, "delete"),
        Door("sponsors-api:flight-detail", {"pk": flight}),  Door("api:series-detail", {"pk": series}, "patch", may_moderate=True),
    ]  # fmt: skip


def _notification(alice: Any) -> int:
    notify(recipient_pks=[alice.pk], kind=next(iter(NotificationKind)), actor=make_member("bob"), subject="x:1", title="x", url="/")  # fmt: skip
    return int(Notification.objects.get().pk)


def _webhook(alice: Any) -> tuple[int, int]:
    terms = WebhookTerms(
        url="https://pier.example/", kinds=tuple(EventKind)[:1], is_site_wide=False
    )
    made = make_webhook(member=alice, terms=terms)
    ping(made)
    Webhook.objects.filter(pk=made.pk).update(disabled_at=timezone.now())
    return made.pk, WebhookDelivery.objects.get().pk
