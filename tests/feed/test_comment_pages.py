"""Comments through the site: the five questions, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from feed.models import Comment, CommentVote, FollowLevel, ReadMark, ThreadFollow
from feed.models.comment import EDIT_WINDOW
from feed.services import commenting, publishing
from tests.factories import make_comment, make_member, make_post

pytestmark = pytest.mark.django_db

TYPED = "What I typed, and would miss."


@pytest.fixture
def as_bob(client: Client) -> Client:
    client.force_login(make_member("bob"))
    return client


def _form(**fields: object) -> dict[str, object]:
    return {"body": TYPED, "form_key": "key-of-the-form"} | fields


def test_a_form_that_is_sent_twice_makes_one_comment(as_bob: Client) -> None:
    post = make_post()

    answers = [as_bob.post(f"/posts/{post.pk}/comments/", _form()) for _ in range(2)]

    post.refresh_from_db()
    assert Comment.objects.count() == post.comment_count == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_a_script_is_told_where_to_go(as_bob: Client) -> None:
    post = make_post()

    response = as_bob.post(f"/posts/{post.pk}/comments/", _form(), headers={"hx-request": "true"})

    place = f"{post.get_absolute_url()}#comment-{Comment.objects.get().pk}"
    assert (response.status_code, response["HX-Redirect"]) == (200, place)


@pytest.mark.parametrize("deed", [commenting.delete_comment, commenting.hide_comment])
def test_a_reply_to_what_is_gone_meanwhile_keeps_its_words(as_bob: Client, deed: object) -> None:
    parent = make_comment(author=make_member("carol"))
    deed(parent)  # type: ignore[operator]

    response = as_bob.post(f"/posts/{parent.post_id}/comments/", _form(parent=parent.pk))

    page = response.content.decode()
    assert response.status_code == 422
    assert "no longer there" in page
    assert TYPED in page
    assert f'name="parent" value="{parent.pk}"' not in page


@pytest.mark.parametrize("parent", ["0", "-1", "x", "9" * 30, str(2**63)])
def test_a_parent_that_never_was_is_refused_with_the_words_kept(
    as_bob: Client, parent: str
) -> None:
    response = as_bob.post(f"/posts/{make_post().pk}/comments/", _form(parent=parent))

    assert response.status_code == 422
    assert TYPED in response.content.decode()
    assert not Comment.objects.exists()


def test_a_mention_of_five_hundred_people_is_refused_in_words(as_bob: Client) -> None:
    crowd = [make_member(f"member-{number}") for number in range(11)]
    names = " ".join(f"@{member.username}" for member in crowd)
    strangers = " ".join(f"@nobody{number}" for number in range(480))

    response = as_bob.post(f"/posts/{make_post().pk}/comments/", _form(body=f"{names} {strangers}"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "a comment can mention 10 members; yours mentions 11" in page
    assert "@nobody479" in page


@pytest.mark.parametrize("deed", [publishing.hide_post, publishing.unpublish_post])
def test_a_comment_on_a_post_that_was_taken_away_meanwhile_keeps_its_words(
    as_bob: Client, deed: object
) -> None:
    post = make_post()
    deed(post)  # type: ignore[operator]

    response = as_bob.post(f"/posts/{post.pk}/comments/", _form())

    page = response.content.decode()
    assert response.status_code == 404
    assert TYPED in page
    assert post.title not in page


def test_a_post_that_never_was_answers_alike(as_bob: Client) -> None:
    response = as_bob.post("/posts/999999/comments/", _form())

    assert response.status_code == 404
    assert TYPED in response.content.decode()


def test_an_author_cannot_comment_on_a_draft_and_keeps_the_words(client: Client) -> None:
    post = make_post(is_published=False)
    client.force_login(post.author)

    response = client.post(f"/posts/{post.pk}/comments/", _form())

    assert response.status_code == 422
    assert "This post is not published now." in response.content.decode()
    assert TYPED in response.content.decode()


def test_who_was_signed_out_while_writing_keeps_the_words(client: Client) -> None:
    response = client.post(f"/posts/{make_post().pk}/comments/", _form())

    assert response.status_code == 403
    assert TYPED in response.content.decode()


def test_what_is_changed_too_late_is_kept_and_offered_as_a_reply(as_bob: Client) -> None:
    comment = make_comment(body="Old words")
    Comment.objects.update(created_at=comment.created_at - EDIT_WINDOW - timedelta(minutes=1))

    response = as_bob.post(f"/comments/{comment.pk}/edit/", {"body": TYPED})

    page = response.content.decode()
    comment.refresh_from_db()
    assert response.status_code == 422
    assert "can be changed for a day" in page
    assert TYPED in page
    assert f'name="parent" value="{comment.pk}"' in page
    assert comment.body == "Old words"


def test_what_was_deleted_in_another_tab_is_not_changed_and_the_words_are_kept(
    as_bob: Client,
) -> None:
    comment = commenting.delete_comment(make_comment())

    response = as_bob.post(f"/comments/{comment.pk}/edit/", {"body": TYPED})

    assert response.status_code in (403, 404)
    assert TYPED in response.content.decode()


def test_a_quotation_stands_in_the_form(as_bob: Client) -> None:
    comment = make_comment(body="> what others said\n\nMy *own* words", author=make_member("carol"))

    page = as_bob.get(f"/posts/{comment.post_id}/comments/?parent={comment.pk}&quote=1")

    assert "&gt; My *own* words" in page.content.decode()
    assert "&gt; &gt;" not in page.content.decode()


def test_a_preview_shows_the_words_and_stores_nothing(as_bob: Client) -> None:
    path = f"/posts/{make_post().pk}/comments/"
    typed = _form(body="I *mean* it, @bob <script>alert(1)</script>", preview="1")

    page = as_bob.post(path, typed).content.decode()
    partial = as_bob.post(path, typed, headers={"hx-request": "true"}).content.decode()

    for html in (page, partial):
        assert '<em>mean</em> it, <a href="/members/bob/"' in html
        assert "<script>alert" not in html
    assert "<textarea" in page
    assert "<html" not in partial
    assert not Comment.objects.exists()


def test_a_permalink_shows_the_comment_in_its_place(client: Client) -> None:
    root = make_comment(body="The root", author=make_member("carol"))
    middle = make_comment(parent=root, body="The middle")
    make_comment(parent=middle, body="The leaf")
    make_comment(parent=root, body="Another branch")

    page = client.get(middle.get_absolute_url()).content.decode()

    assert all(words in page for words in ("The root", "The middle", "The leaf"))
    assert "Another branch" not in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("count", [1, 30])
def test_a_permalink_asks_as_often_with_many_comments_as_with_one(
    client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    root = make_comment()
    for number in range(count):
        make_comment(parent=root, author=make_member(f"voice{number}"))

    with django_assert_max_num_queries(7):
        client.get(root.get_absolute_url())


def test_an_answer_goes_under_the_post_that_is_read(as_bob: Client) -> None:
    comments = [make_comment(), make_comment()]
    doors = [f"/posts/{each.post_id}/comments/?parent={each.pk}" for each in comments]

    pages = [as_bob.get(each.post.get_absolute_url()).text for each in comments]

    assert [[door in page for door in doors] for page in pages] == [[True, False], [False, True]]


def test_the_order_is_chosen_by_a_plain_link(client: Client) -> None:
    post = make_post()
    make_comment(post=post, body="The first")
    make_comment(post=post, body="The second")

    pages = {
        order: client.get(f"{post.get_absolute_url()}?comments={order}").content.decode()
        for order in ("old", "new", "junk")
    }

    assert pages["old"].index("The first") < pages["old"].index("The second")
    assert pages["new"].index("The first") > pages["new"].index("The second")
    assert pages["junk"].index("The first") < pages["junk"].index("The second")


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "²"])
def test_a_page_that_is_none_is_the_first_or_last(client: Client, page: str) -> None:
    comment = make_comment(body="Here I am")

    response = client.get(f"{comment.post.get_absolute_url()}?comments=new&page={page}")

    assert "Here I am" in response.content.decode()


@pytest.mark.parametrize("order", ["best", "new", "old"])
def test_strangers_get_the_same_thread_in_each_order(client: Client, order: str) -> None:
    post = make_post()
    for number in range(3):
        make_comment(post=post, author=make_member(f"voice{number}"))
    path = f"{post.get_absolute_url()}?comments={order}"

    threads = {Client().get(path).content.decode().partition('id="comments"')[2] for _ in range(2)}

    assert len(threads) == 1


def test_a_member_votes_and_takes_the_vote_back(as_bob: Client) -> None:
    comment = make_comment(author=make_member("carol"))

    first = as_bob.post("/comments/vote/", {"helpful": comment.pk, "order": "new", "page": "1"})
    again = as_bob.post(
        "/comments/vote/", {"unhelpful": comment.pk}, headers={"hx-request": "true"}
    )

    assert first["Location"].endswith(f"?comments=new&page=1#comment-{comment.pk}")
    assert f'id="votes-{comment.pk}"' in again.content.decode()
    assert not CommentVote.objects.get().is_helpful
    as_bob.post("/comments/vote/", {"none": comment.pk})
    assert not CommentVote.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [({}, 400), ({"helpful": "x"}, 400), ({"helpful": "99999"}, 404), ({"helpful": "9" * 30}, 404)],
)
def test_a_vote_for_nothing_is_refused(as_bob: Client, data: dict[str, str], status: int) -> None:
    assert as_bob.post("/comments/vote/", data).status_code == status


def test_one_is_asked_to_sign_in_before_voting(client: Client) -> None:
    response = client.post("/comments/vote/", {"helpful": make_comment().pk})

    assert response["Location"].startswith("/accounts/login/")


def test_reading_a_page_marks_nothing_and_the_command_does(as_bob: Client) -> None:
    comment = make_comment(author=make_member("carol"))
    path = comment.post.get_absolute_url()

    as_bob.get(path)
    assert not ReadMark.objects.exists()
    as_bob.post(f"/posts/{comment.post_id}/comments/seen/", {"newest": comment.pk})
    fresh = make_comment(parent=comment, author=make_member("carol"))

    page = as_bob.get(path).content.decode()
    assert "1 new comment since your last visit" in page
    assert f'href="#comment-{fresh.pk}"' in page


def test_a_read_mark_never_moves_back_nor_beyond_what_is_written(as_bob: Client) -> None:
    first = make_comment()
    last = make_comment(parent=first)
    path = f"/posts/{first.post_id}/comments/seen/"

    for newest in (first.pk, 2**62, first.pk):
        as_bob.post(path, {"newest": newest})

    assert ReadMark.objects.get().seen_pk == last.pk


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 30])
def test_a_read_mark_at_nothing_is_refused(as_bob: Client, newest: str) -> None:
    path = f"/posts/{make_comment().post_id}/comments/seen/"

    assert as_bob.post(path, {"newest": newest}).status_code == 400


def test_a_member_chooses_what_to_be_told(as_bob: Client) -> None:
    post = make_post()
    path = f"/posts/{post.pk}/comments/follow/"

    for level in ("all", "nothing"):
        as_bob.post(path, {"level": level})

    assert ThreadFollow.objects.get().level == FollowLevel.NOTHING
    assert as_bob.post(path, {"level": "everything"}).status_code == 400
    part = as_bob.post(path, {"level": "all"}, headers={"hx-request": "true"})
    assert "<b>All comments</b>" in part.content.decode()


def test_names_are_completed_those_who_speak_here_first(as_bob: Client) -> None:
    post = make_post()
    make_member("carl")
    make_comment(post=post, author=make_member("carol", display_name="Carol Quayside"))
    path = f"/posts/{post.pk}/comments/members/"

    found = as_bob.get(path, {"q": "CA"}).json()["members"]

    assert found == [
        {"username": "carol", "name": "Carol Quayside"},
        {"username": "carl", "name": "carl"},
    ]
    assert as_bob.get(path, {"q": ""}).json() == {"members": []}


def test_names_are_not_completed_for_strangers(client: Client) -> None:
    response = client.get(f"/posts/{make_post().pk}/comments/members/", {"q": "a"})

    assert response.status_code == 302


@pytest.mark.parametrize("path", ["comments/follow/", "comments/seen/"])
def test_commands_are_not_given_by_reading_nor_under_hidden_posts(
    as_bob: Client, path: str
) -> None:
    hidden = publishing.hide_post(make_post())

    assert as_bob.get(f"/posts/{hidden.pk}/{path}").status_code == 405
    assert (
        as_bob.post(f"/posts/{hidden.pk}/{path}", {"level": "all", "newest": 1}).status_code == 404
    )
