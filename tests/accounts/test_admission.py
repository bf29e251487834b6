"""Who may become a member: invitations, applications, unwanted addresses and names, and work instead of riddles."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.delivery import answers, rounds
from accounts.errors import InvitationRefusedError
from accounts.models import (
    Applicant,
    Invitation,
    SignUpBlock,
    SignUpPolicy,
    TrustLevel,
    TrustRule,
    User,
)
from accounts.proof import BITS, is_proven, new_challenge
from accounts.services import signing_up
from moderation import services
from moderation.models import CaseKind, Decision, Reason
from moderation.selectors.queue import review_queue
from moderation.services.levels import promote_members
from tests.factories import PASSWORD, make_member, make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]
PAGE = "/accounts/signup/"


def allow(mode: str, **fields: Any) -> None:
    SignUpPolicy.objects.update_or_create(pk=1, defaults={"mode": mode} | fields)


def sign_up(client: Client, **fields: Any) -> Any:
    form = {"username": "nora", "email": "nora@mail.example", "password1": PASSWORD} | fields
    return client.post(PAGE, form)


def work(challenge: str) -> str:
    nonce = 0
    while int.from_bytes(sha256(f"{challenge}:{nonce}".encode()).digest()) >> (256 - BITS):
        nonce += 1
    return str(nonce)


@pytest.mark.parametrize("mode", ["closed", "invitation"])
def test_a_closed_door_says_so_and_lets_nobody_in(client: Client, mode: str) -> None:
    allow(mode)

    pages = [client.get(PAGE), sign_up(client)]

    assert all("No sign-up at the moment" in page.content.decode() for page in pages)
    assert not User.objects.exists()


def test_an_invitation_lets_one_guest_in_and_both_pages_tell_who_brought_whom(
    client: Client,
) -> None:
    allow("invitation")
    alice = make_member("alice")
    invitation = signing_up.invite(alice)
    late = Client()
    late.get(f"/join/{invitation.code}/")

    answer = client.get(f"/join/{invitation.code}/")
    sign_up(client)
    second = sign_up(late, username="olga", email="olga@mail.example")
    again = Client().get(f"/join/{invitation.code}/")

    nora = User.objects.get(username="nora")
    invitation.refresh_from_db()
    assert answer.headers["Location"] == PAGE
    assert invitation.guest == nora
    assert "No sign-up at the moment" in second.content.decode()
    assert again.status_code == 410
    client.force_login(alice)
    assert "nora" in client.get("/settings/invitations/").content.decode()
    assert "alice" in Client().get(nora.get_absolute_url()).content.decode()


def test_of_two_guests_with_one_invitation_the_second_is_told(client: Client) -> None:
    invitation = signing_up.invite(make_member("alice"))
    signing_up.use_invitation(invitation, guest=make_member("bob"))

    with pytest.raises(InvitationRefusedError, match="used meanwhile"):
        signing_up.use_invitation(invitation, guest=make_member("carol"))


def test_who_brings_somebody_who_is_suspended_neither_invites_nor_rises(client: Client) -> None:
    alice = make_member("alice", date_joined=timezone.now() - timedelta(days=900))
    guest = make_member("guest")
    signing_up.use_invitation(signing_up.invite(alice), guest=guest)
    open_one = signing_up.invite(alice)
    mona = make_moderator()
    TrustRule.objects.filter(level=3).update(
        needs_read=0, needs_written=0, needs_appreciated=0, needs_days=1
    )

    services.suspend_member(member=guest, actor=mona, reason=Reason.SPAM)
    promote_members(now=timezone.now())
    alice.refresh_from_db()
    level_meanwhile = alice.trust_level
    with pytest.raises(InvitationRefusedError):
        signing_up.invite(alice)
    gone = client.get(f"/join/{open_one.code}/").status_code
    services.reinstate_member(member=guest, actor=mona)
    promote_members(now=timezone.now())

    alice.refresh_from_db()
    assert (level_meanwhile, gone) == (TrustLevel.MEMBER, 410)
    assert alice.trust_level == TrustLevel.REGULAR
    assert signing_up.may_invite(alice)


def test_invitations_are_for_those_who_have_the_level_and_not_without_number(
    client: Client,
) -> None:
    allow("open", invitations_each=1)
    newcomer, alice = make_member("newcomer", trust_level=0), make_member("alice")
    client.force_login(newcomer)

    refused = client.post("/settings/invitations/", follow=True).content.decode()
    client.force_login(alice)
    client.post("/settings/invitations/")
    full = client.post("/settings/invitations/", follow=True).content.decode()

    assert "cannot invite anybody" in refused
    assert "1 open invitations, which is as many" in full
    assert Invitation.objects.count() == 1


def test_an_applicant_waits_in_the_queue_until_a_moderator_lets_him_in(client: Client) -> None:
    allow("application")
    without = sign_up(client)

    answer = sign_up(client, words="I write about the harbour.")
    nora = User.objects.get()
    shut_out = client.post("/accounts/login/", {"login": "nora", "password": PASSWORD})
    case = review_queue(now=timezone.now()).cases[0]
    mona = make_moderator()
    desk = Client()
    desk.force_login(mona)
    desk.post("/admin/queue/", {"case": f"applicant:{case.pk}", "deed": "accept"})

    nora.refresh_from_db()
    assert "words" in without.context["form"].errors
    assert "A moderator looks first" in answer.content.decode()
    assert "A moderator looks first" in shut_out.content.decode()
    assert (case.kind, case.text, case.deeds) == (
        CaseKind.APPLICANT, "I write about the harbour.", ("accept", "refuse"),
    )  # fmt: skip
    assert nora.is_active
    assert Decision.objects.get().verb == "accept"
    assert client.login(username="nora", password=PASSWORD)


def test_who_is_kept_out_stays_out_and_is_decided_about_once() -> None:
    nora, mona = make_member("nora"), make_moderator()
    applicant = signing_up.let_apply(nora, words="", reasons=[])

    first = services.refuse_applicant(applicant=applicant, actor=mona, reason=Reason.SPAM)
    second = services.accept_applicant(applicant=applicant, actor=mona)

    nora.refresh_from_db()
    assert first is not None
    assert second is None
    assert not nora.is_active


@pytest.mark.parametrize(
    ("deed", "subject", "words"),
    [("accept", "Welkom bij", "/accounts/login/"), ("refuse", "Je aanmelding bij", "laat je niet toe")],
)  # fmt: skip
def test_applicants_are_told_once_by_mail_also_after_the_server_was_away(
    settings: Any, deed: str, subject: str, words: str
) -> None:
    nora, now = make_member("nora", language="nl"), timezone.now()
    applicant = signing_up.let_apply(nora, words="", reasons=[])
    decide = services.accept_applicant if deed == "accept" else services.refuse_applicant
    before = answers.send_due(now=now)
    decide(applicant=applicant, actor=make_moderator(), reason=Reason.SPAM)

    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    away = answers.send_due(now=timezone.now())
    settings.EMAIL_BACKEND = works
    rounds.server.worked()  # its rest is over
    sent = [answers.send_due(now=timezone.now()) for _ in range(2)]

    assert (before, away, sent) == (0, 0, [1, 0])
    [message] = mail.outbox
    assert message.to == [nora.email]
    assert message.subject.startswith(subject)
    assert words in message.body


@pytest.mark.parametrize("address", ["x@mailinator.com", "x@sub.mailinator.com", "x@bad.example"])
def test_unwanted_mail_addresses_are_refused_in_words(client: Client, address: str) -> None:
    SignUpBlock.objects.create(kind="mail", value="bad.example")

    answer = sign_up(client, email=address)

    assert "are not taken here" in answer.content.decode()
    assert not User.objects.exists()


def test_unwanted_names_are_refused_and_the_list_can_be_switched_off(client: Client) -> None:
    SignUpBlock.objects.create(kind="name", value="Movers")
    allow("open", refuses_disposable=False)

    named = sign_up(client, username="bestmovers24")
    throwaway = sign_up(client, email="x@mailinator.com")

    assert "Choose another." in str(named.context["form"].errors)
    assert throwaway.status_code == 302


@pytest.mark.parametrize("suspicion", ["trap", "referrer"])
@pytest.mark.parametrize("has_worked", [True, False])
def test_who_is_suspicious_works_for_the_account_or_waits(
    client: Client, suspicion: str, *, has_worked: bool
) -> None:
    came_from = {"referer": "https://www.ahrefs.com/x"} if suspicion == "referrer" else {}
    form = client.get(PAGE, headers=came_from).context["form"]
    sent = {"website": "https://spam.example"} if suspicion == "trap" else {}
    if has_worked:
        sent |= {"challenge": form.challenge, "proof": work(form.challenge)}

    sign_up(client, **sent)

    assert User.objects.get().is_active == has_worked
    assert Applicant.objects.exists() != has_worked


def test_moderators_see_whom_one_network_brought(client: Client) -> None:
    names = ("nora", "norma", "far")
    for name, address in zip(names, ("203.0.113.4", "203.0.113.77", "198.51.100.1"), strict=True):
        trapped = {
            "username": name,
            "email": f"{name}@mail.example",
            "website": "https://spam.example",
        }
        sign_up(Client(REMOTE_ADDR=address), **trapped)

    found = {
        case.title: case.evidence[-1]["words"] for case in review_queue(now=timezone.now()).cases
    }

    assert found == {"nora": ["norma"], "norma": ["nora"], "far": []}


def test_work_counts_once_in_time_and_for_our_challenge_only() -> None:
    challenge = new_challenge()
    nonce = work(challenge)
    made_up = "mine:1:2"

    assert is_proven(challenge, nonce)
    assert not is_proven(challenge, nonce)
    assert not is_proven(made_up, work(made_up))
    assert not any(is_proven(new_challenge(), bad) for bad in ("", "x", "-1", "9" * 40, "٣"))


def test_without_redis_the_suspicious_wait(client: Client, redis_down: None) -> None:
    challenge = new_challenge()

    assert not is_proven(challenge, work(challenge))


@pytest.mark.parametrize("path", ["/join/nothing/", f"/join/{'x' * 200}/"])
def test_invitations_that_never_were(client: Client, path: str) -> None:
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 405


def test_invitations_are_for_members(client: Client) -> None:
    assert client.get("/settings/invitations/").status_code == 302
