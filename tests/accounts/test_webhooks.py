"""Programs are told of events: rows first, signed, again until taken, to nobody who may not hear."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from accounts.delivery import webhooks as engine
from accounts.models import EventKind, Notification, Scope, User, Webhook, WebhookDelivery
from accounts.services import webhooks
from feed.fetching.connection import Policy
from feed.fetching.hosts import Hosts
from feed.models import Post
from feed.services import publishing
from moderation.models import Reason
from moderation.services import hide_post
from sponsors.models import Seat
from sponsors.services.alerts import end_flights
from tests.factories import (
    enter_surely,
    make_comment,
    make_draft,
    make_member,
    make_moderator,
    make_post,
)
from tests.feed.api_client import Program
from tests.feed.loopback import SERVED_FROM, is_outside
from tests.meanwhile import meanwhile
from tests.sponsors.factories import make_flight

pytestmark = pytest.mark.django_db
URL = "https://listener.example.org/hook"
PAGE = "/settings/webhooks/"
ALL = tuple(kind for kind in EventKind if kind not in (EventKind.PING, EventKind.REPORT_MADE))


def nearby() -> Policy:
    """Every name leads to a server of this machine that stands for the world."""
    return Policy(
        resolve=lambda _host: [SERVED_FROM],
        is_allowed=is_outside,
        ports=frozenset(range(65_536)),
        hosts=Hosts(),
    )


@contextmanager
def listening() -> Iterator[tuple[int, list[tuple[str, dict[str, str], bytes]]]]:
    """A server that takes messages: its port, and the path, headers and body of each."""
    taken: list[tuple[str, dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken.append((self.path, headers, self.rfile.read(int(headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer((SERVED_FROM, 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_port, taken
        server.shutdown()


@dataclass
class Listener:
    """A program far away that answers with `status`, or not at all (0)."""

    status: int = 204
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.taken.append((url, dict(headers), body))
        if not self.status:
            raise OSError("nothing answered")
        return self.status


@pytest.fixture
def alice() -> User:
    return make_member("alice")


@pytest.fixture
def hook(alice: User) -> Webhook:
    return make_hook(alice)


def make_hook(member: User, *kinds: EventKind, is_site_wide: bool = False) -> Webhook:
    terms = webhooks.WebhookTerms(URL, kinds or ALL, is_site_wide=is_site_wide)
    return webhooks.make_webhook(member=member, terms=terms)


def said(webhook: Webhook) -> list[tuple[str, Any]]:
    rows = webhook.deliveries.order_by("pk")
    return [(row.kind, json.loads(row.body)["data"].get("id")) for row in rows]


def send(listener: Listener, *, after: timedelta = timedelta(0)) -> int:
    return engine.send_due(now=timezone.now() + after, post=listener.post)


def test_a_member_hears_of_what_is_his_own(hook: Webhook, alice: User) -> None:
    post = make_post(author=alice)
    make_post(author=make_member("carol"))
    comment = make_comment(post=post)
    publishing.edit_post(post, editor=alice, draft=make_draft())
    decision = hide_post(post=post, actor=make_moderator(), reason=Reason.SPAM)
    assert decision is not None

    assert said(hook) == [
        ("post.published", post.pk), ("comment.published", comment.pk), ("post.edited", post.pk),
        ("decision.made", decision.pk), ("post.removed", post.pk),
    ]  # fmt: skip


def test_the_staff_hear_of_the_whole_site(alice: User) -> None:
    hook = make_hook(make_member("root", is_staff=True, is_superuser=True), *ALL, EventKind.REPORT_MADE, is_site_wide=True)  # fmt: skip
    post = make_post(author=alice)
    Program(make_member("bob")).post(
        "reports/", {"kind": "post", "subject": post.pk, "reason": "spam"}
    )
    publishing.delete_post(post)

    assert said(hook) == [("post.published", post.pk), ("report.made", None), ("post.removed", post.pk)]  # fmt: skip
    assert "bob" not in hook.deliveries.get(kind="report.made").body
    User.objects.update(is_staff=False)
    make_post(author=alice)
    assert len(said(hook)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_webhook_that_is_removed_meanwhile_fails_nobody(alice: User) -> None:
    hook, other = make_hook(alice, *ALL), make_hook(alice, *ALL)

    meanwhile(lambda: make_post(author=alice), lambda: webhooks.remove_webhook(hook))
    meanwhile(lambda: webhooks.remove_webhook(other), lambda: make_post(author=alice))

    assert Post.objects.filter(author=alice).count() == 2
    assert not WebhookDelivery.objects.exists()


def test_drafts_are_nobody_s_news(hook: Webhook, alice: User) -> None:
    draft = make_post(author=alice, is_published=False)
    publishing.edit_post(draft, editor=alice, draft=make_draft())
    publishing.delete_post(draft)

    assert said(hook) == []


def test_those_who_act_for_a_sponsor_hear_that_a_flight_is_over(hook: Webhook, alice: User) -> None:
    now = timezone.now()
    flight = make_flight(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    Seat.objects.create(sponsor=flight.campaign.sponsor, member=alice)

    end_flights(now=now)

    assert said(hook) == [("flight.finished", flight.pk)]


def test_a_message_is_signed_as_the_standard_says(hook: Webhook, alice: User) -> None:
    listener, post = Listener(), make_post(author=alice)

    assert send(listener) == 1
    url, headers, body = listener.taken[0]
    told = Verifier(hook.secret).verify(body, headers)

    assert url == URL
    assert told["type"] == "post.published"
    assert told["data"]["url"].endswith(post.get_absolute_url())
    assert told["data"]["url"].startswith("http")
    with pytest.raises(WebhookVerificationError):
        Verifier(hook.secret).verify(body + b" ", headers)
    assert send(listener) == 0


def test_a_message_goes_over_the_wire_and_is_believed_at_the_other_end(
    hook: Webhook, settings: Settings
) -> None:
    settings.OUTGOING_POLICY = "tests.accounts.test_webhooks.nearby"
    with listening() as (port, taken):
        Webhook.objects.update(url=f"http://listener.example:{port}/hook?of=alice")
        webhooks.ping(hook)

        assert engine.send_due() == 1

    [(path, headers, body)] = taken
    assert (path, headers["content-type"]) == ("/hook?of=alice", "application/json")
    assert Verifier(hook.secret).verify(body, headers)["type"] == "ping"
    assert WebhookDelivery.objects.get().status == 204


def test_a_failure_is_tried_again_later_and_later(hook: Webhook, alice: User) -> None:
    listener, webhook_row = Listener(status=500), hook.deliveries
    make_post(author=alice)
    pauses = []
    for _attempt in range(len(engine.PAUSES) + 1):
        row = webhook_row.get()
        assert row.due_at is not None
        now: datetime = row.due_at
        engine.send_due(now=now, post=listener.post)
        after = webhook_row.get().due_at
        pauses.append(after - now if after else None)

    assert pauses == [*engine.PAUSES, None]
    assert len({headers["webhook-id"] for _url, headers, _body in listener.taken}) == 1
    assert (webhook_row.get().status, webhook_row.get().delivered_at) == (500, None)


def test_one_success_forgives_the_failures(hook: Webhook, alice: User) -> None:
    make_post(author=alice)
    send(Listener(status=0))
    failing = Webhook.objects.get()

    send(Listener(), after=timedelta(minutes=5))

    assert failing.failing_since is not None
    assert Webhook.objects.get().failing_since is None
    assert WebhookDelivery.objects.get().problem == ""


@pytest.mark.parametrize(
    ("status", "since", "is_off"),
    [(410, timedelta(0), True), (500, timedelta(days=3), True), (500, timedelta(days=1), False)],
)
def test_who_takes_nothing_is_asked_no_more_and_told_so(
    hook: Webhook, alice: User, *, status: int, since: timedelta, is_off: bool
) -> None:
    Webhook.objects.update(failing_since=timezone.now() - since if since else None)
    make_post(author=alice)

    send(Listener(status=status))
    told = [webhooks.tell_switched_off() for _time in range(2)]
    make_post(author=alice)

    assert told == ([1, 0] if is_off else [0, 0])
    assert Notification.objects.filter(kind="program", recipient=alice).count() == is_off
    assert WebhookDelivery.objects.count() == (1 if is_off else 2)
    assert WebhookDelivery.objects.exclude(due_at=None).exists() != is_off


def test_one_that_hangs_holds_up_no_other(hook: Webhook, alice: User) -> None:
    for _post in range(3):
        make_post(author=alice)
    listener = Listener(status=0)

    send(listener)

    assert len(listener.taken) == 1


def test_a_message_in_a_worker_s_hands_is_left_to_it(hook: Webhook, alice: User) -> None:
    make_post(author=alice)
    listener = Listener()

    def meanwhile(url: str, headers: Mapping[str, str], body: bytes) -> int:
        assert send(listener) == 0
        return 204

    assert engine.send_due(now=timezone.now(), post=meanwhile) == 1
    assert listener.taken == []


def test_private_addresses_are_not_asked(hook: Webhook) -> None:
    """With the fetcher of link previews, whose own tests name the addresses."""
    Webhook.objects.update(url="http://127.0.0.1:1/")
    webhooks.ping(hook)

    assert engine.send_due() == 0
    assert WebhookDelivery.objects.get().problem


def test_the_log_shows_all_and_sends_again(client: Client, hook: Webhook, alice: User) -> None:
    client.force_login(alice)
    client.post(f"{PAGE}{hook.pk}/try/")
    send(Listener())
    row = WebhookDelivery.objects.get()

    page = client.get(f"{PAGE}{hook.pk}/")
    client.post(f"{PAGE}deliveries/{row.pk}/again/")
    listener = Listener()

    assert hook.secret in page.text
    assert "HTTP 204" in page.text
    assert send(listener) == 1
    assert listener.taken[0][1]["webhook-id"] == row.message_id
    client.force_login(make_member("bob"))
    for path in ("", "try/", "on/", "remove/"):
        method = client.post if path else client.get
        assert method(f"{PAGE}{hook.pk}/{path}").status_code == 404
    assert client.post(f"{PAGE}deliveries/{row.pk}/again/").status_code == 404


def test_a_webhook_is_made_switched_on_and_removed(client: Client, alice: User) -> None:
    enter_surely(client, alice)
    client.post(PAGE, {"url": URL, "kinds": ["post.published"]})
    hook = Webhook.objects.get()
    Webhook.objects.update(disabled_at=timezone.now())

    assert URL in client.get(PAGE).text
    assert "Switch on again" in client.get(f"{PAGE}{hook.pk}/").text
    client.post(f"{PAGE}{hook.pk}/on/")
    assert Webhook.objects.get().disabled_at is None
    client.post(f"{PAGE}{hook.pk}/remove/")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"url": "ftp://x.example/"}, {"url": "nowhere"}, {"url": "https://x.example:8443/"}, {"url": "https://x.example:99999/"}, {"url": "https://[::1]/"}, {"url": "https://10.0.0.1/"}, {"url": "https://localhost/"}, {"url": "https://db.internal./x"}, {"kinds": []}, {"kinds": ["report.made"]}, {"kinds": ["ping"]}],
)  # fmt: skip
def test_odd_webhooks_are_not_made(client: Client, alice: User, wrong: dict[str, Any]) -> None:
    enter_surely(client, alice)

    answer = client.post(PAGE, {"url": URL, "kinds": ["post.published"]} | wrong)

    assert answer.status_code == 422
    assert not Webhook.objects.exists()


def test_programs_make_and_read_webhooks(alice: User) -> None:
    program, small = Program(alice), Program(alice, Scope.READ)
    sent = {"url": URL, "kinds": ["post.published", "decision.made"]}

    made = program.post("webhooks/", sent)
    path = f"webhooks/{made.json()['id']}/"
    program.post(f"{path}ping/")
    log = program.get(f"{path}deliveries/").json()["results"]

    assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
    assert [each["kind"] for each in log] == ["ping"]
    assert program.post(f"webhook-deliveries/{log[0]['id']}/send-again/").status_code == 204
    assert small.get("webhooks/").json()["scope"] == Scope.WEBHOOKS
    assert Program(make_member("bob")).get(path).status_code == 404
    assert program.post("webhooks/", sent | {"is_site_wide": True}).status_code == 201
    assert not Webhook.objects.filter(is_site_wide=True).exists()
    assert program.post("webhooks/", sent | {"kinds": ["ping"]}).status_code == 400
    assert program.delete(path).status_code == 204


def test_who_hears_nothing_costs_one_question(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert webhooks.announce(EventKind.PING, data={}, owner_pks=[alice.pk]) == 0


def test_old_messages_are_forgotten(hook: Webhook) -> None:
    webhooks.ping(hook)

    assert webhooks.forget_old() == 0
    assert webhooks.forget_old(now=timezone.now() + timedelta(days=31)) == 1


def test_thirty_deliveries_ask_as_often_as_one(
    hook: Webhook, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    program = Program(alice)
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=hook, message_id=str(number), kind="ping", body="{}")
        for number in range(30)
    )

    with django_assert_max_num_queries(5):
        told = program.get(f"webhooks/{hook.pk}/deliveries/").json()

    assert len(told["results"]) == 30
