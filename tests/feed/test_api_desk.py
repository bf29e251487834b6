"""What the editor of the site is told while somebody writes, a program is told too."""

import pytest

from accounts.models import Scope
from feed.models import ReadMark
from tests.factories import make_comment, make_member, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://elsewhere.example.org/story"


def test_a_text_is_shown_as_readers_would_see_it() -> None:
    alice = Program(make_member("alice"))

    shown = alice.post("posts/preview/", {"body": "It works at **night**. <script>x</script>"})

    assert "<strong>night</strong>" in shown.json()["body_html"]
    assert "<script" not in shown.json()["body_html"]
    assert alice.post("posts/preview/", {"text": "x"}).json()["errors"][0]["pointer"] == "/text"
    assert Program(None).post("posts/preview/", {"body": "x"}).status_code == 401


def test_tags_and_members_are_suggested_by_their_beginning() -> None:
    post = make_post(author=make_member("bob"), tags=["dredging", "drama", "tram"])
    alice = Program(make_member("alice"))

    assert alice.get("posts/suggested-tags/?q=dr").json() == {"tags": ["drama", "dredging"]}
    assert alice.get(f"posts/{post.pk}/thread/members/?q=B").json() == [
        {"username": "bob", "name": "bob"}
    ]
    assert alice.get(f"posts/{post.pk}/thread/members/").json() == []
    assert Program(None).get(f"posts/{post.pk}/thread/members/?q=b").status_code == 401
    assert alice.get("posts/99999/thread/members/?q=b").status_code == 404


def test_posts_about_the_same_page_are_found() -> None:
    post = make_post(link_url=ELSEWHERE)
    alice = Program(make_member("alice"))

    found = alice.get(f"posts/about-page/?link_url={ELSEWHERE}?utm_source=x").json()
    wrong = alice.get("posts/about-page/?link_url=javascript:x")

    assert [(each["id"], each["url"]) for each in found] == [(post.pk, post.get_absolute_url())]
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/link_url")


def test_how_far_one_has_read_is_noted_and_not_further_than_there_is() -> None:
    comment = make_comment()
    alice, path = make_member("alice"), f"posts/{comment.post_id}/thread/seen/"

    assert Program(alice).put(path, {"newest": comment.pk + 5}).status_code == 204
    assert ReadMark.objects.get(member=alice).seen_pk == comment.pk
    assert Program(alice).put(path, {"newest": -1}).status_code == 400
    assert Program(alice, Scope.READ).put(path, {"newest": 1}).json()["scope"] == Scope.LISTS
    assert Program(alice).put("posts/99999/thread/seen/", {"newest": 1}).status_code == 404
