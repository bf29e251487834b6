"""Sponsors' creatives in the one queue: ranked with the rest, taken, decided."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import User
from accounts.roles import SPONSOR_MANAGERS
from moderation.models import Claim, Report, ReportReason
from sponsors.errors import StaleVersionError
from sponsors.models import Alert, Creative, Review
from sponsors.services.review import approve, refuse
from tests.admin.conftest import make_administrator, make_sponsor_manager
from tests.factories import make_member, make_moderator, make_post
from tests.meanwhile import meanwhile
from tests.sponsors.factories import make_creative, make_flight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

QUEUE = "/admin/queue/"


def browser(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


def make_waiting(headline: str = "Fresh fish daily", **fields: Any) -> Creative:
    checked: dict[str, Any] = {
        "review": Review.WAITING,
        "checked_at": timezone.now(),
        "check_due": False,
    }
    return make_creative(headline=headline, **(checked | fields))


def press(client: Client, creative: Creative, deed: str, note: str = "") -> str:
    response = client.post(QUEUE, {"case": f"creative:{creative.pk}", "deed": deed, "note": note})
    assert response.status_code == 302
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_creatives_stand_among_the_rest_by_the_harm_of_waiting() -> None:
    later = make_flight(
        starts_at=timezone.now() + timedelta(days=2), ends_at=timezone.now() + timedelta(days=9)
    )
    patient, urgent = make_waiting("Later", flight=later), make_waiting("Now")
    faulty = make_waiting("Faulty", problems=[{"code": "landing", "detail": "404"}])
    post = make_post()
    reason = ReportReason.objects.get(code="spam")
    Report.objects.create(
        reporter=make_member("bob"), subject_kind="post", subject_pk=post.pk, reason=reason, weight=9
    )  # fmt: skip

    page = browser(make_administrator()).get(QUEUE)

    found = [(str(row["case"].kind), row["case"].pk) for row in page.context["rows"]]
    creatives = [pk for kind, pk in found if kind == "creative"]
    assert creatives == [faulty.pk, urgent.pk, patient.pk]
    assert ("post", post.pk) in found[:-1]
    assert page.context["queue"].waiting_count == 4
    assert "404" in page.text


def test_only_who_may_approve_them_sees_and_decides_them() -> None:
    creative = make_waiting()

    seen = browser(make_sponsor_manager()).get(QUEUE).text
    mona = browser(make_moderator())

    assert "Fresh fish daily" in seen
    assert "Fresh fish daily" not in mona.get(QUEUE).text
    sent = {"case": f"creative:{creative.pk}", "deed": "approve"}
    assert mona.post(QUEUE, sent).status_code == 403
    assert browser(make_member("bob")).post(QUEUE, sent).status_code in (302, 403)
    assert Creative.objects.get().review == Review.WAITING
    mine = {"case": f"post:{make_post().pk}", "deed": "hide", "reason": "spam"}
    assert browser(make_sponsor_manager()).post(QUEUE, mine).status_code == 403


def test_two_managers_do_not_collide_and_one_decides() -> None:
    creative, sam, sue = make_waiting(), make_sponsor_manager(), make_member("sue", is_staff=True)
    sue.groups.add(Group.objects.get(name=SPONSOR_MANAGERS))
    first, second = browser(sam), browser(sue)

    press(first, creative, "claim")
    refused = press(second, creative, "approve")
    approved = press(first, creative, "approve")
    gone = press(second, creative, "refuse", "No.")

    creative.refresh_from_db()
    assert refused == "sam is looking at it. Take the next one."
    assert approved.endswith("Decided; it no longer waits.")
    assert gone.endswith("It is no longer here.")
    assert (creative.review, creative.reviewed_by) == (Review.APPROVED, sam)
    assert not Claim.objects.exists()


def test_a_refusal_needs_words_and_a_fault_stays_a_fault() -> None:
    sam = browser(make_sponsor_manager())
    creative = make_waiting(problems=[{"code": "landing", "detail": "404"}])

    silent = press(sam, creative, "refuse", " ")
    blocked = press(sam, creative, "approve")
    still = Creative.objects.get().review
    press(sam, creative, "refuse", "The page is gone.")

    creative.refresh_from_db()
    assert "Write to the sponsor why" in silent
    assert "must be mended first" in blocked
    assert still == Review.WAITING
    assert (creative.review, creative.review_reason) == (Review.REFUSED, "The page is gone.")
    assert sam.post(QUEUE, {"case": f"creative:{creative.pk}", "deed": "burn"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_in_one_moment_the_second_is_told_and_overrules_nobody() -> None:
    creative, sam, sue = make_waiting(), make_sponsor_manager(), make_member("sue", is_staff=True)
    first, second = Creative.objects.get(), Creative.objects.get()

    with pytest.raises(StaleVersionError):
        meanwhile(
            lambda: approve(first, manager=sam, now=timezone.now()),
            lambda: refuse(second, manager=sue, reason="No.", now=timezone.now()),
        )

    creative.refresh_from_db()
    assert (creative.review, creative.reviewed_by, creative.review_reason) == (Review.APPROVED, sam, "")  # fmt: skip
    assert Alert.objects.count() == 1


def test_who_decides_on_a_page_that_is_out_of_date_is_told_and_may_then_withdraw() -> None:
    creative, sam, sue = make_waiting(), make_administrator(), make_member("sue", is_staff=True)
    sue.groups.add(Group.objects.get(name=SPONSOR_MANAGERS))
    where = f"/admin/sponsors/creative/{creative.pk}/change/"

    def form(client: Client) -> dict[str, Any]:
        fields = client.get(where).context["adminform"].form
        sent = {field.name: field.value() or "" for field in fields if field.name != "image"}
        return sent | {"is_live": "on"}

    seen_by_sue = form(browser(sue))
    browser(sam).post(where, form(browser(sam)) | {"sponsors_creative_approve_one": "1"})
    late = browser(sue).post(
        where, seen_by_sue | {"sponsors_creative_refuse_one": "1", "reason": "No."}
    )
    still = Creative.objects.get().review
    browser(sue).post(
        where, form(browser(sue)) | {"sponsors_creative_refuse_one": "1", "reason": "Page is gone."}
    )

    creative.refresh_from_db()
    assert "Somebody else has changed this" in late.text
    assert still == Review.APPROVED
    assert (creative.review, creative.review_reason) == (Review.REFUSED, "Page is gone.")
    assert list(Alert.objects.values_list("kind", flat=True)) == ["refused", "approved"]


def test_a_manager_who_saves_writes_what_the_form_changed_and_nothing_that_checks_found_since() -> (
    None
):
    creative, sam = make_waiting(), make_administrator()
    where = f"/admin/sponsors/creative/{creative.pk}/change/"
    form = browser(sam).get(where).context["adminform"].form
    sent = {field.name: field.value() or "" for field in form if field.name != "image"}
    opened = Creative.objects.get()
    manager = admin.site.get_model_admin(Creative)
    Creative.objects.update(landing_failures=2, problems=[{"code": "gone", "detail": ""}])

    opened.headline = "Bread, every morning"
    changed = SimpleNamespace(changed_data=["headline", "seen"])
    request = RequestFactory().post(where)
    request.user = sam
    manager.save_model(request, opened, changed, change=True)
    late = browser(sam).post(where, sent | {"headline": "Rolls"})

    creative.refresh_from_db()
    assert (creative.headline, creative.landing_failures) == ("Bread, every morning", 2)
    assert creative.problems == [{"code": "gone", "detail": ""}]
    assert (creative.check_due, creative.version) == (True, 2)
    assert "Somebody else has changed this" in late.text
