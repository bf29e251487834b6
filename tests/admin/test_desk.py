"""What moderators do in the admin, and what it leaves on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from feed.models import Comment, Post
from moderation.models import Decision, Reason, Verb
from tests.admin.conftest import page_of
from tests.factories import PASSWORD, make_comment, make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db

POSTS, COMMENTS, MEMBERS = (
    reverse(f"admin:{name}_changelist") for name in ("feed_post", "feed_comment", "accounts_user")
)
SPAM = "Best price! Book now on WhatsApp +31 20 555 01 23 https://a.example https://b.example"
SCRIPT = "<script>alert(1)</script>"


def act(client: Client, address: str, deed: str, *subjects: Any, **why: str) -> list[str]:
    """Choose a deed for the subjects in their list; what the admin says of it."""
    form = {"action": deed, "_selected_action": [subject.pk for subject in subjects]} | why
    return said(client.post(address, form))


def press(client: Client, subject: Any, deed: str, **why: str) -> Any:
    """Press a button on the page of the subject."""
    return client.post(page_of(subject), {f"decide_{deed}": "", "reason": "", "note": ""} | why)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def make_held_post() -> Post:
    return make_post(author=make_member("mallory", trust_level=0), body=SPAM)


def test_hiding_what_is_selected_decides_about_each(mona: Client) -> None:
    posts = [make_post(), make_post()]

    messages = act(mona, POSTS, "hide", *posts, reason="spam", note="A wave.")

    assert messages == ["2 decisions recorded."]
    assert set(Post.objects.values_list("status", flat=True)) == {"hidden"}
    assert set(Decision.objects.values_list("verb", "reason", "note", "actor__username")) == {
        ("hide", "spam", "A wave.", "mona")
    }


def test_the_same_action_twice_decides_once(mona: Client) -> None:
    post = make_post()

    act(mona, POSTS, "hide", post, reason="spam")
    second = act(mona, POSTS, "hide", post, reason="spam")

    assert second[-1] == "1 was so already, or cannot be."
    assert Decision.objects.count() == 1


def test_hiding_without_a_reason_hides_nothing(mona: Client) -> None:
    post = make_post()

    messages = act(mona, POSTS, "hide", post)

    assert messages == ["Nothing was decided: choose a reason."]
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("why", [{"reason": "whim"}, {"reason": "spam", "note": "x" * 501}])
def test_bad_grounds_decide_nothing(mona: Client, why: dict[str, str]) -> None:
    act(mona, POSTS, "hide", make_post(), **why)

    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("deed", "reason"), [("feature", Reason.EDITORIAL), ("hide", Reason.OFF_TOPIC)]
)
def test_the_usual_reason_is_taken_where_there_is_one(
    mona: Client, deed: str, reason: Reason
) -> None:
    act(mona, POSTS, deed, make_post(), reason="" if deed == "feature" else reason)

    assert Decision.objects.get().reason_id == reason


@pytest.mark.parametrize("deed", ["delete_selected", "drop_table", ""])
def test_other_actions_do_nothing(mona: Client, deed: str) -> None:
    act(mona, POSTS, deed, make_post(), reason="spam", post="yes")

    assert (Post.objects.live().count(), Decision.objects.count()) == (1, 0)


@pytest.mark.parametrize("role", ["sponsor manager", "member", "anonymous"])
def test_others_decide_nothing_in_the_list(sign_in: Callable[[str], Client], role: str) -> None:
    act(sign_in(role), POSTS, "hide", make_post(), reason="spam")

    assert Decision.objects.count() == 0


@pytest.mark.parametrize("role", ["sponsor manager", "member", "anonymous"])
def test_others_press_no_button(sign_in: Callable[[str], Client], role: str) -> None:
    response = press(sign_in(role), make_post(), "hide", reason="spam")

    assert response.status_code in {302, 403}
    assert Decision.objects.count() == 0


def test_a_held_post_is_published_from_its_page(mona: Client) -> None:
    post = make_held_post()

    response = press(mona, post, "release")

    post.refresh_from_db()
    assert post.is_live
    assert said(response) == ["1 decision recorded."]
    assert response.headers["Location"] == POSTS


def test_the_page_offers_only_what_applies(mona: Client) -> None:
    page = mona.get(page_of(make_held_post())).text

    offered = {
        deed for deed in ("release", "hide", "restore", "feature") if f"decide_{deed}" in page
    }
    assert offered == {"release", "hide"}


def test_the_page_shows_the_case(mona: Client) -> None:
    post = make_held_post()
    other = make_post(author=post.author, title="An earlier one", body="Nothing special.")

    page = mona.get(page_of(post)).text

    assert "Book now on WhatsApp" in page
    assert all(reason in page for reason in post.held_reasons)
    assert other.title in page
    assert f"/posts/{post.pk}/edit/" in page


def test_the_page_asks_for_a_reason_and_keeps_the_note(mona: Client) -> None:
    response = press(mona, make_post(), "hide", note="Seen before.")

    assert response.status_code == 200
    assert "Choose a reason" in response.text
    assert "Seen before." in response.text
    assert Decision.objects.count() == 0


def test_nothing_but_a_decision_is_written_from_the_page(mona: Client) -> None:
    post = make_post(title="As written")
    before = Post.objects.filter(pk=post.pk).values().get()

    mona.post(
        page_of(post),
        {"title": SCRIPT, "status": "hidden", "view_count": "9", "is_featured": "1", "_save": ""},
    )

    assert Post.objects.filter(pk=post.pk).values().get() == before


def test_a_stale_page_does_not_set_counters_back(mona: Client) -> None:
    post = make_post()
    mona.get(page_of(post))
    Post.objects.filter(pk=post.pk).update(view_count=7)

    press(mona, post, "feature")

    assert Post.objects.get(pk=post.pk).view_count == 7


def test_buttons_need_a_token(mona: Client) -> None:
    post = make_post()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="mona"))

    assert press(strict, post, "hide", reason="spam").status_code == 403


def test_reading_decides_nothing(mona: Client) -> None:
    post = make_post()

    mona.get(page_of(post), {"decide_hide": "", "reason": "spam"})
    mona.get(POSTS, {"action": "hide", "_selected_action": str(post.pk), "reason": "spam"})

    assert Decision.objects.count() == 0


@pytest.mark.parametrize("pk", ["0", "999999", str(2**63), "nonsense", "1%00"])
def test_a_case_that_is_not_there_leads_elsewhere(mona: Client, pk: str) -> None:
    assert mona.get(f"{POSTS}{pk}/change/").status_code in {302, 400, 404}


def test_comments_are_hidden_and_restored(mona: Client) -> None:
    comment = make_comment()

    act(mona, COMMENTS, "hide", comment, reason="abuse")
    press(mona, comment, "restore")

    assert Comment.objects.get(pk=comment.pk).is_live
    assert list(Decision.objects.order_by("pk").values_list("verb", flat=True)) == [
        Verb.HIDE,
        Verb.RESTORE,
    ]


def test_a_member_is_suspended_from_the_list_and_reinstated_on_the_page(mona: Client) -> None:
    mallory = make_member("mallory")

    act(mona, MEMBERS, "suspend", mallory, reason="spam")
    end = User.objects.get(pk=mallory.pk).suspended_until
    press(mona, mallory, "reinstate")

    assert end is not None
    assert timedelta(days=6) < end - timezone.now() < timedelta(days=8)
    assert not User.objects.get(pk=mallory.pk).is_suspended


def test_the_staff_is_refused_with_words_and_the_rest_still_decided(mona: Client) -> None:
    ada = make_member("ada", is_superuser=True, is_staff=True, display_name=SCRIPT)

    response = mona.post(
        MEMBERS,
        {
            "action": "suspend",
            "_selected_action": [ada.pk, make_member("mallory").pk],
            "reason": "other",
        },
        follow=True,
    )

    assert not User.objects.get(pk=ada.pk).is_suspended
    assert Decision.objects.get().subject_label == "mallory"
    assert "belongs to the staff" in response.text
    assert SCRIPT not in response.text


def test_a_moderator_changes_nothing_else_of_a_member(mona: Client) -> None:
    bob = make_member("bob", display_name="Bob")
    before = User.objects.filter(pk=bob.pk).values().get()

    mona.post(
        page_of(bob),
        {
            "display_name": "X",
            "is_staff": "1",
            "is_superuser": "1",
            "trust_level": "4",
            "groups": "1",
        },
    )

    assert User.objects.filter(pk=bob.pk).values().get() == before
    assert not bob.groups.exists()


def test_a_moderator_sees_no_address(mona: Client) -> None:
    assert "bob@example.org" not in mona.get(page_of(make_member("bob"))).text


def test_an_administrator_sets_trust_and_rights(ada: Client) -> None:
    bob = make_member("bob", display_name="Bob", bio="Fishes.")

    ada.post(
        page_of(bob),
        {
            "display_name": "Bob",
            "bio": "Fishes.",
            "trust_level": "3",
            "is_staff": "on",
            "_save": "",
        },
    )

    bob.refresh_from_db()
    assert (bob.trust_level, bob.is_staff, bob.is_superuser) == (3, True, False)
    assert bob.check_password("correct horse battery staple")


@pytest.mark.parametrize(
    "query", ["harbour", "alice", '"deepens its berth"', "harbo", "-", "'); --"]
)
def test_posts_are_found_by_words_and_authors(mona: Client, query: str) -> None:
    make_post(title="The harbour deepens its berth")

    response = mona.get(POSTS, {"q": query})

    assert response.status_code == 200


def test_a_search_finds_words_of_the_text(mona: Client) -> None:
    make_post(title="One", body="A dredger worked all night.")
    make_post(title="Two", body="Quiet.")

    found = mona.get(POSTS, {"q": "dredgers"}).context["cl"].result_list

    assert [post.title for post in found] == ["One"]


def test_the_queue_lists_what_is_held(mona: Client) -> None:
    held = make_held_post()
    make_post()

    page = mona.get(POSTS, {"status__exact": "held"})

    assert [post.pk for post in page.context["cl"].result_list] == [held.pk]


def test_the_sidebar_counts_what_waits(mona: Client) -> None:
    make_held_post()

    groups = mona.get("/admin/").context["sidebar_navigation"]

    badges = {item["title"]: item.get("badge") for group in groups for item in group["items"]}
    assert (badges["Held posts"], badges["Held comments"]) == ("1", None)


def test_the_settings_of_the_site_are_one_page(mona: Client) -> None:
    address = mona.get(reverse("admin:feed_sitesettings_changelist")).headers["Location"]
    words = {
        "name": "The Lindermond Courant",
        "tagline": "",
        "description": "",
        "about": "",
        "crawlers": "all",
    }
    tokens = {
        "google_verification": "abc_123",
        "google_verification_file": "",
        "bing_verification": "",
    }

    mona.post(address, words | tokens)

    assert "The Lindermond Courant" in mona.get("/admin/").text


@pytest.mark.parametrize("token", ['"><script>', "a b", "x" * 121])
def test_a_verification_token_is_only_a_token(mona: Client, token: str) -> None:
    response = mona.post(
        reverse("admin:feed_sitesettings_change", args=[1]),
        {"name": "N", "google_verification": token},
    )

    assert response.status_code == 200
    assert response.context["errors"]


def test_markup_in_members_words_is_text_everywhere(mona: Client) -> None:
    author = make_member("mallory", display_name=SCRIPT, bio=SCRIPT)
    post = make_post(author=author, title=SCRIPT, body=SCRIPT)
    comment = make_comment(post=post, author=author, body=SCRIPT)
    act(mona, POSTS, "hide", post, reason="other", note=SCRIPT)
    decision = Decision.objects.get()

    addresses = [
        POSTS,
        COMMENTS,
        MEMBERS,
        "/admin/",
        reverse("admin:moderation_decision_changelist"),
    ]
    addresses += [page_of(subject) for subject in (post, comment, author, decision)]

    assert [address for address in addresses if SCRIPT in mona.get(address).text] == []


def test_a_form_that_waits_for_the_password_goes_on_from_a_filtered_list_too(
    client: Client,
) -> None:
    """The address of such a page has a query; nothing that was chosen or typed is lost behind the question."""
    bob = make_member("bob")
    client.force_login(make_moderator())
    page = f"/admin/accounts/user/{bob.pk}/change/?_changelist_filters=q%3Dbob"
    sent = {"decide_suspend": "", "reason": "abuse", "lasts": "7", "note": "Third time."}

    asked = client.post(page, sent)
    proof = {"password": PASSWORD, "next": parse_qs(urlsplit(asked["Location"]).query)["next"][0]}
    done = client.post("/accounts/reauthenticate/", proof)

    decision = Decision.objects.get()
    assert (decision.verb, decision.reason.code, decision.note) == (
        "suspend",
        "abuse",
        "Third time.",
    )
    assert decision.expires_at
    assert done["Location"] == "/admin/accounts/user/?q=bob"
