"""Whoever this site asks may take the connection and say nothing: one waits, for a while nobody else does, and the work stays due.

PostgreSQL, the three Redis roles, Django's cache and the broker: test_silent_servers.py. docs/operations.md has the table.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import Settings

from accounts import adapter
from accounts.delivery import letters, push, webhooks
from accounts.models import EventKind, Letter, Notification, NotificationKind, WebhookDelivery
from accounts.services.notifications import notify
from accounts.services.pushing import subscribe
from accounts.services.webhooks import WebhookTerms, make_webhook
from config.object_store import ObjectStore, buckets
from config.social import OpenIDServer, social_providers
from exchange.models import PendingPicture
from exchange.services import picturing
from feed.fetching.connection import Policy
from feed.fetching.hosts import Hosts
from feed.models import HubPing, LinkPreview, OutsideFeed, SiteSettings
from feed.services import linking, pinging, subscribing
from sponsors.models import Creative
from sponsors.services import checking
from tests.accounts.push_service import Browser
from tests.factories import make_category, make_member, make_post, make_upload
from tests.faults.silent import SilentServer
from tests.sponsors.factories import make_creative

pytestmark = pytest.mark.django_db
WAIT_SECONDS: Final = 0.3
ASKED: Final = 3
POLICIES: list[Policy] = []


def policy() -> Policy:
    return POLICIES[-1]


@pytest.fixture
def silent(settings: Settings) -> Iterator[SilentServer]:
    """Every name leads to it, and every client waits for it shortly."""
    with SilentServer() as server:
        POLICIES.append(
            Policy(
                resolve=lambda _host: ["127.0.0.1"],
                is_allowed=lambda _address: True,
                ports=frozenset((server.port,)),
                hosts=Hosts(),
                seconds=WAIT_SECONDS,
            )
        )
        settings.OUTGOING_POLICY = f"{__name__}.policy"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = WAIT_SECONDS
        yield server
        POLICIES.pop()
        adapter.SERVERS.clear()


def addresses(port: int) -> list[str]:
    return [f"http://quiet.example:{port}/{number}" for number in range(ASKED)]


def link_previews(port: int) -> int:
    LinkPreview.objects.bulk_create(
        LinkPreview(url=url, due_at=timezone.now()) for url in addresses(port)
    )
    linking.refresh_due()
    return LinkPreview.objects.exclude(due_at=None).filter(attempts=0).count()


def outside_feeds(port: int) -> int:
    author, category = make_member(), make_category()
    for url in addresses(port):
        subscribing.switch_feed(OutsideFeed(url=url, author=author, category=category))
    subscribing.poll_due()
    return OutsideFeed.objects.exclude(due_at=None).filter(failures=0).count()


def imported_pictures(port: int) -> int:
    post, now = make_post(), timezone.now()
    PendingPicture.objects.bulk_create(
        PendingPicture(post=post, url=url, due_at=now) for url in addresses(port)
    )
    picturing.fetch_due()
    return PendingPicture.objects.exclude(due_at=None).filter(attempts=0).count()


def landing_pages(port: int) -> int:
    for url in addresses(port):
        make_creative(landing_url=url, check_due=True)
    checking.check_due(now=timezone.now())
    return Creative.objects.filter(check_due=True, landing_failures=0).count()


def hub(port: int) -> int:
    hub = f"http://quiet.example:{port}/hub"
    SiteSettings.objects.update_or_create(pk=1, defaults={"websub_hub": hub})
    HubPing.objects.bulk_create(
        HubPing(path=f"/{number}/feed.", due_at=timezone.now()) for number in range(ASKED)
    )
    pinging.ping_due()
    return HubPing.objects.filter(attempts=0).count()


def programs_that_listen(port: int) -> int:
    member, now = make_member(), timezone.now()
    for url in addresses(port):
        hook = make_webhook(member=member, terms=WebhookTerms(url, (EventKind.POST_PUBLISHED,)))
        hook.deliveries.create(kind=EventKind.POST_PUBLISHED, body="{}", message_id=url, due_at=now)
    webhooks.send_due(now=now)
    return WebhookDelivery.objects.exclude(due_at=None).filter(attempt_count=0).count()


def browsers(port: int) -> int:
    alice, bob = make_member(), make_member()
    for url in addresses(port):
        subscribe(alice, **Browser().keys | {"endpoint": url})
    notify(
        recipient_pks=[alice.pk], kind=NotificationKind.REPLY, actor=bob, subject="comment:1", title="x", url="/",
    )  # fmt: skip
    push.send_due()
    return ASKED - 1 if Notification.objects.filter(push_due_at__isnull=False).exists() else 0


def mail_of_requests(_port: int) -> int:
    for _ in range(ASKED):
        letters.send_or_keep(EmailMessage("x", "x", to=["alice@example.org"]))
    return Letter.objects.count() - 1


def mail_of_workers(_port: int) -> int:
    for _ in range(ASKED):
        Letter.objects.create(to="alice@example.org", subject="x", text="x", html="")
        letters.send_due()
    return Letter.objects.count() - 1


def sign_in_elsewhere(port: int) -> int:
    club = OpenIDServer("club", "The Club", f"http://127.0.0.1:{port}", "our-id", "our-secret")
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(
            "django.conf.settings.SOCIALACCOUNT_PROVIDERS", social_providers([club], None)
        )
        answers: list[Any] = [Client().post("/accounts/oidc/club/login/") for _ in range(ASKED)]
    return sum("sign in another way" in answer.text for answer in answers) - 1


def uploads(port: int) -> int:
    """Pictures: the words come back on a page that can send them without."""
    store = ObjectStore(f"http://127.0.0.1:{port}", "b", "key", "secret", read_seconds=WAIT_SECONDS)
    body = "The dredger is back at quay 7. " * 5
    form = {"title": "Quay 7", "body": body, "category": make_category().pk, "language": "en", "action": "publish"}  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(make_member())
    with override_settings(STORAGES=settings.STORAGES | buckets(store), OBJECT_STORE=store):
        answers: list[Any] = [client.post("/write/", form | {"image": make_upload(), "image_alt": "A dredger"}) for _ in range(ASKED)]  # fmt: skip
        assert client.get("/media/images/a.webp").status_code == 503
        assert client.post("/write/", form).status_code == 302
    return sum(bool(answer.status_code == 507 and body in answer.text) for answer in answers) - 1


# What asks three addresses of the silent host; how many of those that were spared are due as before, or were told calmly.
CLIENTS: Final[dict[str, Callable[[int], int]]] = {
    each.__name__: each
    for each in (
        link_previews, outside_feeds, imported_pictures, landing_pages, hub, programs_that_listen, browsers,
        mail_of_requests, mail_of_workers, sign_in_elsewhere, uploads,
    )
}  # fmt: skip


@pytest.mark.parametrize("client", CLIENTS)
def test_one_waits_and_the_others_go_on(client: str, silent: SilentServer) -> None:
    spared = CLIENTS[client](silent.port)

    assert silent.calls == 1
    assert spared == ASKED - 1
