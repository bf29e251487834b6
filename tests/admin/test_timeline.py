"""One member's whole story, the notes about it, where it was signed in from, and what the staff did."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, SignInHint, User
from accounts.services import hints
from feed.errors import NotAllowedError
from moderation import services
from moderation.models import MemberNote, Reason, Report, ReportReason
from moderation.services.appealing import open_appeal
from moderation.services.notes import add_note
from tests.factories import PASSWORD, make_comment, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


def test_a_members_story_stands_on_one_page_and_moderators_add_to_it(
    mona: Client, ada: Client, django_assert_max_num_queries: object
) -> None:
    alice = make_member("alice")
    post = make_post(author=alice, title="Tides of May")
    make_comment(author=alice, body="A word of mine")
    decision = services.hide_post(post=post, actor=make_moderator(), reason=Reason.OFF_TOPIC)
    assert decision
    open_appeal(decision, member=alice, words="No.")
    Report.objects.create(
        reporter=make_member("bob"), subject_kind="member", subject_pk=alice.pk,
        reason=ReportReason.objects.all()[0], weight=1,
    )  # fmt: skip
    for name in ("alice", "carl"):
        hints.note_sign_in(
            make_member(name), address="192.0.2.7", browser="Firefox", now=timezone.now()
        )
    place = f"/admin/accounts/user/{alice.pk}/timeline/"

    empty = mona.post(place, {"words": " "})
    kept = mona.post(place, {"words": "Was warned by phone."}, follow=True)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        page = mona.get(place).text

    assert (empty.status_code, kept.status_code) == (422, 200)
    for words in ("Tides of May", "A word of mine", "hidden", "was reported", "appeal",
                  "Was warned by phone.", "signed in", "carl"):  # fmt: skip
        assert words in page, words
    assert "192.0.2" not in page
    assert MemberNote.objects.get().author.username == "mona"
    assert "Tides of May" in ada.get("/admin/audit/").text
    assert "Tides of May" not in ada.get("/admin/audit/?who=nobody&before=junk").text


def test_the_timeline_is_for_moderators(ada: Client) -> None:
    bob = make_member("bob")
    place = f"/admin/accounts/user/{bob.pk}/timeline/"

    assert ada.get("/admin/accounts/user/junk/timeline/").status_code == 404
    assert ada.get("/admin/accounts/user/0/timeline/").status_code == 404
    assert ada.put(place).status_code == 405
    client = Client()
    client.force_login(make_member("max", is_staff=True))
    assert client.get(place).status_code == 403
    with pytest.raises(NotAllowedError):
        add_note(member=bob, author=bob, words="I am great.")


def test_signing_in_leaves_a_hashed_hint_for_thirty_days(client: Client) -> None:
    make_member("alice")
    for _twice in range(2):
        client.post(
            "/accounts/login/", {"login": "alice", "password": PASSWORD},
            headers={"user-agent": "Firefox on a phone"},
        )  # fmt: skip
        client.post("/accounts/logout/")

    hint = SignInHint.objects.get()
    assert "127" not in hint.address_hash + hint.device_hash or len(hint.address_hash) == 32
    assert "Firefox" not in hint.device_hash
    assert hints.forget_old(now=hint.seen_at + timedelta(days=30)) == 0
    assert hints.forget_old(now=hint.seen_at + timedelta(days=30, seconds=1)) == 1


def test_moderators_see_who_brought_whom_and_follow_it_from_page_to_page(mona: Client) -> None:
    alice, guest = make_member("alice"), make_member("gerda")
    later = timezone.now() + timedelta(days=9)
    Invitation.objects.create(
        inviter=alice, guest=guest, code="x", expires_at=later, used_at=timezone.now()
    )
    services.suspend_member(member=guest, actor=make_moderator(), reason=Reason.SPAM)
    pages = {each: f"/admin/accounts/user/{each.pk}/timeline/" for each in (alice, guest)}

    above, below = mona.get(pages[alice]).text, mona.get(pages[guest]).text

    assert f'href="{pages[guest]}"><bdi>gerda</bdi></a> · suspended' in above
    assert "neither invites nor rises" in above
    assert f'Invited by <a class="text-link underline" href="{pages[alice]}"' in below


def test_administrators_sign_a_member_out_everywhere(ada: Client, mona: Client) -> None:
    alice, phone, unproven = make_member("alice"), Client(), Client()
    unproven.force_login(User.objects.get(username="ada"))
    phone.post("/accounts/login/", {"login": "alice", "password": PASSWORD})
    timeline = f"/admin/accounts/user/{alice.pk}/timeline/"
    place = timeline.replace("timeline", "sign-out")

    assert "Sign out everywhere" not in mona.get(timeline).text
    assert mona.post(place).status_code == 403
    assert "/accounts/reauthenticate/" in unproven.post(place)["Location"]
    assert phone.get("/settings/").status_code == 200
    page = ada.post(place, follow=True)

    assert "signed out on every device" in page.text
    assert phone.get("/settings/").status_code == 302
    assert MemberNote.objects.get(member=alice).author.username == "ada"
    assert ada.get(place).status_code == 405
    assert ada.post(place.replace(str(alice.pk), "junk")).status_code == 404


def test_staff_without_a_second_factor_is_led_to_set_one_up(ada: Client, mona: Client) -> None:
    assert "Set up a second factor" in mona.get("/admin/").text
    page = ada.get("/admin/feed/sitesettings/", follow=True)
    form = page.context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value is not None}

    assert mona.get("/admin/").status_code == 200
    ada.post("/admin/feed/sitesettings/1/change/", values | {"staff_needs_second_factor": "on"})
    led = mona.get("/admin/", follow=True)

    assert led.redirect_chain[0][0] == "/accounts/2fa/"
    assert "second factor" in led.text
    assert mona.get("/").status_code == 200
    person = make_moderator()
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert mona.get("/admin/").status_code == 302
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert mona.get("/admin/").status_code == 200


def test_moderators_do_not_change_how_the_staff_signs_in(mona: Client) -> None:
    page = mona.get("/admin/feed/sitesettings/", follow=True)

    assert "staff_needs_second_factor" not in page.context["adminform"].form.fields
