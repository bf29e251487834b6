"""What is stamped is what its template would print, whatever the words are."""

from html import escape
from typing import Any
from unittest.mock import patch

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from feed.models import ReactionKind, ReadMoreList
from feed.selectors.beside import post_with_beside
from feed.services import publishing, reacting
from feed.templatetags import feed_stamps
from feed.templatetags.feed_stamps import FIRST_MARK, stamped
from tests.factories import make_category, make_comment, make_member, make_post

TAGS = "components/_tags.html"


def test_a_template_is_rendered_once_for_each_shape_and_language() -> None:
    one, other = {"tags": [("/a/", "a")]}, {"tags": [("/b/", "“b”")]}
    feed_stamps._stamps.clear()
    with patch(
        "feed.templatetags.feed_stamps.render_to_string", wraps=render_to_string
    ) as rendered:
        printed = [stamped(TAGS, words) for words in (one, other, one)]
        longer = stamped(TAGS, {"tags": [("/a/", "a"), ("/b/", "b")]})
        with translation.override("nl"):
            stamped(TAGS, one)

    assert rendered.call_count == 3
    assert printed[0] == printed[2]
    assert 'href="/b/"' in printed[1]
    assert "“b”" in printed[1]
    assert longer.count("<li>") == 2


def test_words_that_look_like_a_mark_are_words() -> None:
    mark = str(FIRST_MARK)

    assert f"<bdi>{mark}</bdi>" in stamped(TAGS, {"tags": [("/a/", mark)]})


@pytest.mark.django_db
def test_nothing_that_people_write_becomes_markup_of_an_article() -> None:
    nasty = '<b x="1">&\'"</b>'
    author = make_member("bob", display_name=nasty)
    category = make_category(name=nasty, slug="nasty")
    post = make_post(
        author=author, title=f"Gulls {nasty}", category=category, tags=("a<b>c", "d&e")
    )
    make_comment(post=post, author=make_member("carol", display_name=nasty))

    page = Client().get(post.get_absolute_url()).content.decode()

    assert nasty not in page
    assert escape(nasty) in page
    assert "a<b>c" not in page
    assert "\N{NULL}" not in page
    assert str(FIRST_MARK)[:-3] not in page


@pytest.mark.django_db
def test_an_article_that_nobody_asked_for_lately_is_three_questions(
    following: object, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    author = make_member("bob")
    warm, post = make_post(author=author), make_post(author=author, tags=("gulls", "terns"))
    comment = make_comment(post=post, body="Kittiwakes nest there.")
    reacting.react(post=post, member=make_member("carol"), kind=next(iter(ReactionKind)))
    Client().get(warm.get_absolute_url())

    with django_assert_max_num_queries(3):
        page = Client().get(post.get_absolute_url()).content.decode()

    assert f'id="comment-{comment.pk}"' in page
    assert ">gulls<" in page
    assert '<span class="reaction__count" title="1">1</span>' in page


@pytest.mark.django_db
def test_one_question_lets_nobody_see_what_is_not_public(following: object) -> None:
    draft, hidden = make_post(is_published=False), make_post()
    Client().get(hidden.get_absolute_url())
    publishing.hide_post(hidden)

    assert {Client().get(each.get_absolute_url()).status_code for each in (draft, hidden)} == {404}


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_while_an_article_is_read_stands_on_no_later_one(
    following: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row is read before the page is made of it; news that comes in between is not lost."""
    post, beside = make_post(), make_post(title="Gulls everywhere")
    ReadMoreList.objects.update_or_create(
        post=post,
        defaults={
            "items": [{"post": beside.pk, "score": 0.5, "reason": "subject"}],
            "built_at": post.created_at,
        },
    )

    def read_and_hide(*args: Any, **kwargs: Any) -> Any:
        found = post_with_beside(*args, **kwargs)
        monkeypatch.undo()
        publishing.hide_post(beside)
        return found

    monkeypatch.setattr("feed.selectors.posts.post_with_beside", read_and_hide)
    Client().get(post.get_absolute_url())

    assert "Gulls everywhere" not in Client().get(post.get_absolute_url()).content.decode()
