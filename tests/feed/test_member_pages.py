"""What a member published, answered and appreciated, for those who may see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services.profiles import change_privacy
from feed.models import Comment, Post, Reaction, ReactionKind, Tag
from feed.selectors.choices import Subject
from feed.services import commenting, muting, publishing
from feed.services.reacting import react
from tests.factories import make_category, make_comment, make_member, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db

COMMENTS, REACTIONS = "/members/bob/comments/", "/members/bob/reactions/"


def _signed_in(username: str) -> Client:
    client = Client()
    client.force_login(make_member(username))
    return client


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def bob() -> User:
    """Answers and appreciates a post of Alice's, and shows both."""
    bob = make_member("bob")
    post = make_post(title="The lighthouse burns", body="Smoke over harbours.", tags=("trams",))
    make_comment(post=post, author=bob, body="I saw it from the quay.")
    react(post=post, member=bob, kind=ReactionKind.THANKS)
    change_privacy(bob, shows_reactions=True)
    return bob


def test_comments_and_reactions_stand_on_pages_of_their_own(client: Client, bob: User) -> None:
    comments, reactions = _page(client, COMMENTS), _page(client, REACTIONS)

    assert "I saw it from the quay." in comments
    assert "The lighthouse burns" in comments
    assert "The lighthouse burns" in reactions
    assert "Thank you" in reactions
    assert 'content="noindex' in comments
    for path in ("/members/bob/", COMMENTS, REACTIONS):
        assert f'href="{path}"' in comments


@pytest.mark.parametrize("path", [COMMENTS, REACTIONS])
def test_pages_of_a_member_refuse_what_they_must(client: Client, bob: User, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.get(path.replace("bob", "nobody")).status_code == 404
    assert client.get(f"{path}?after=junk").status_code == 400


def test_reactions_are_hidden_until_the_member_shows_them(client: Client, bob: User) -> None:
    change_privacy(bob, shows_reactions=False)

    for visitor in (client, _signed_in("alice")):
        assert visitor.get(REACTIONS).status_code == 404
        assert REACTIONS not in _page(visitor, "/members/bob/")
    own = _page(_signed_in("bob"), REACTIONS)
    assert "The lighthouse burns" in own
    assert "Only you see this." in own


def test_what_not_everybody_may_read_stands_on_no_page(client: Client, bob: User) -> None:
    for post in (make_post(title="Gone"), make_post(title="Draft again")):
        make_comment(post=post, author=bob, body=f"On {post.title}")
        react(post=post, member=bob, kind=ReactionKind.LIKE)
        change = publishing.hide_post if post.title == "Gone" else publishing.unpublish_post
        change(post)
    commenting.hide_comment(make_comment(author=bob, body="Hidden words"))

    for path in (COMMENTS, REACTIONS):
        page = _page(client, path)
        for words in ("Gone", "Draft again", "Hidden words"):
            assert words not in page


@pytest.mark.parametrize("kind", ["author", "category", "tag", "keyword"])
def test_what_a_reader_muted_stands_on_no_page_for_that_reader(bob: User, kind: str) -> None:
    carol, post = make_member("carol"), Post.objects.get()
    if kind == "keyword":
        muting.mute_keyword(carol, keyword="harbour")
    else:
        subject: dict[str, Subject] = {
            "author": post.author,
            "category": post.category,
            "tag": Tag.objects.get(),
        }
        muting.set_muted(carol, subject=subject[kind], is_on=True)

    for path in (COMMENTS, REACTIONS):
        assert post.title not in _page(_signed_in("carol"), path)
        assert post.title in _page(_signed_in("dave"), path)


def test_of_a_muted_member_only_the_way_to_unmute_is_left(bob: User) -> None:
    muting.set_muted(make_member("carol"), subject=bob, is_on=True)

    page = _page(_signed_in("carol"), COMMENTS)

    assert "I saw it from the quay." not in page
    assert "Unmute it to read on." in page


def test_empty_pages_say_what_will_stand_there(client: Client) -> None:
    change_privacy(make_member("bob"), shows_reactions=True)

    assert "No comments yet" in _page(client, COMMENTS)
    assert "Nothing appreciated yet" in _page(client, REACTIONS)


def test_pages_ask_as_often_for_thirty_as_for_one_and_lead_on(client: Client, bob: User) -> None:
    models: dict[str, type[Comment | Reaction]] = {COMMENTS: Comment, REACTIONS: Reaction}
    for_one = {path: queries_for(client, path) for path in models}
    for number in range(25):
        post = make_post(category=make_category(f"Place {number}"), author=make_member())
        make_comment(post=post, author=bob)
        react(post=post, member=bob, kind=ReactionKind.LIKE)

    for path, model in models.items():
        for_many = queries_for(client, path)
        first = client.get(path)
        second = client.get(f"{path}?after={first.context['page'].next_cursor}")

        assert for_many <= min(for_one[path] + 1, 12), path
        seen = [*first.context["page"].rows, *second.context["page"].rows]
        assert seen == list(model._default_manager.order_by("-created_at", "-pk")), path


def queries_for(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def test_programs_read_the_same(bob: User) -> None:
    stranger = Program(None)
    [comment] = stranger.get("members/bob/comments/").json()["results"]
    [given] = stranger.get("members/bob/reactions/").json()["results"]

    assert comment["body"] == "I saw it from the quay."
    assert (given["kind"], given["title"]) == ("thanks", "The lighthouse burns")
    change_privacy(bob, shows_reactions=False)
    assert stranger.get("members/bob/reactions/").status_code == 404
    assert Program(bob).get("members/bob/reactions/").status_code == 200
    assert stranger.get("members/nobody/comments/").status_code == 404
    assert stranger.get("members/bob/comments/?cursor=junk").status_code == 400
