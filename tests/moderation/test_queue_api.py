"""Whatever waits in the queue is decided by programs too: appeals, applications, sponsors' creatives."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from accounts.services.signing_up import let_apply
from moderation.models import AppealState, CaseKind, Reason
from moderation.services import claiming, hide_post, suspend_member
from sponsors.models import Creative, Review
from tests.factories import make_member, make_moderator, make_post
from tests.feed.api_client import Program
from tests.sponsors.factories import make_creative

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam() -> User:
    """Approves creatives, and moderates nothing."""
    sam = make_member("sam", is_staff=True)
    sam.user_permissions.add(Permission.objects.get(codename="change_creative"))
    return sam


def waiting(program: Program) -> list[tuple[str, int, list[str]]]:
    cases = program.get("queue/").json()["cases"]
    return [(each["kind"], each["id"], each["deeds"]) for each in cases]


def decision(kind: str, pk: int, deed: str, **more: str) -> dict[str, object]:
    return {"kind": kind, "subject": pk, "deed": deed, **more}


def test_a_creative_waits_for_who_may_approve_it_alone(sam: User) -> None:
    creative = make_creative(review=Review.WAITING)
    program, mona = Program(sam), Program(make_moderator())
    refusal = decision("creative", creative.pk, "refuse", note="The picture is blurred.")

    assert waiting(program) == [("creative", creative.pk, ["approve", "refuse"])]
    assert waiting(mona) == []
    assert mona.put(f"queue/creative/{creative.pk}/").status_code == 403
    assert mona.post("decisions/", refusal).status_code == 403
    assert program.put(f"queue/creative/{creative.pk}/").status_code == 204
    assert program.get("queue/").json()["cases"][0]["taken_by"] == "sam"
    assert program.delete(f"queue/creative/{creative.pk}/").status_code == 204
    assert program.post("decisions/", refusal).status_code == 204
    assert Creative.objects.get().review_reason == "The picture is blurred."
    assert waiting(program) == []


def test_a_creative_is_decided_by_what_can_be_done_to_it(sam: User) -> None:
    creative = make_creative(review=Review.WAITING)
    program, other = Program(sam), make_member("olga", is_staff=True, is_superuser=True)

    wordless = program.post("decisions/", decision("creative", creative.pk, "refuse"))
    odd = program.post("decisions/", decision("creative", creative.pk, "hide"))
    unchecked = program.post("decisions/", decision("creative", creative.pk, "approve"))
    gone = program.post("decisions/", decision("creative", creative.pk + 1, "approve"))
    claiming.claim(kind=CaseKind.CREATIVE, pk=creative.pk, moderator=other, now=timezone.now())
    taken = program.post("decisions/", decision("creative", creative.pk, "refuse", note="No."))

    assert [each.status_code for each in (wordless, odd, unchecked, gone, taken)] == [
        409, 400, 409, 404, 409,
    ]  # fmt: skip
    assert program.post("decisions/", decision("post", make_post().pk, "keep")).status_code == 403
    assert Program(make_member("bob")).get("queue/").status_code == 403


def test_an_appeal_is_made_answered_back_and_decided() -> None:
    post = make_post(author=make_member("alice"))
    made = hide_post(post=post, actor=make_moderator(), reason=Reason.SPAM)
    assert made is not None
    alice, mia = Program(make_member("alice")), Program(make_moderator("mia"))
    path = f"decisions/{made.pk}/appeal/"

    asked = alice.post(path, {"words": "It is no spam."}, Idempotency_Key="appeal")
    again = alice.post(path, {"words": "It is no spam."}, Idempotency_Key="appeal")
    said = alice.post(f"{path}messages/", {"words": "See the source."})
    [(kind, pk, deeds)] = waiting(mia)
    wordless = mia.post("decisions/", decision(kind, pk, "overturn"))
    answered = mia.post("decisions/", decision(kind, pk, "overturn", note="You are right."))

    assert (asked.status_code, again.json(), kind, deeds) == (201, asked.json(), "appeal", ["uphold", "overturn"])  # fmt: skip
    assert [each["words"] for each in said.json()["messages"]] == ["It is no spam.", "See the source."]  # fmt: skip
    assert (wordless.status_code, answered.status_code) == (409, 204)
    assert alice.get(path).json()["state"] == AppealState.OVERTURNED
    assert alice.post(f"{path}messages/", {"words": "Thanks."}).status_code == 409
    assert Program(make_member("bob")).post(f"{path}messages/", {"words": "Hm."}).status_code == 404


def test_an_applicant_is_let_in() -> None:
    nora = make_member("nora")
    applicant, mona = let_apply(nora, words="I write.", reasons=[]), Program(make_moderator())

    assert waiting(mona) == [("applicant", applicant.pk, ["accept", "refuse"])]
    made = mona.post("decisions/", decision("applicant", applicant.pk, "accept"))

    assert (made.status_code, made.json()["deed"]) == (201, "accept")
    assert User.objects.get(username="nora").is_active


def test_who_is_kept_out_reads_why_and_appeals() -> None:
    alice = make_member("alice")
    until = timezone.now() + timedelta(days=3)
    suspend_member(member=alice, actor=make_moderator(), reason=Reason.SPAM, until=until)
    program = Program(User.objects.get(pk=alice.pk))

    [made] = program.get("decisions/").json()["results"]
    appealed = program.post(f"decisions/{made['id']}/appeal/", {"words": "It was not me."})

    assert (made["deed"], appealed.status_code) == ("suspend", 201)
    assert program.get("reports/").json()["code"] == "suspended"
    assert program.post("decisions/", decision("post", 1, "keep")).json()["code"] == "suspended"
