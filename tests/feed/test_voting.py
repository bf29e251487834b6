"""Judging comments: once by each, and the order that follows."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed.errors import NotAllowedError, NotPossibleError
from feed.models import Comment, CommentVote
from feed.models.comment import UNJUDGED
from feed.ranking.confidence import Z, confidence
from feed.services import commenting, publishing, voting
from tests.factories import make_comment, make_member
from tests.feed.at_once import at_once

COUNTS = st.integers(min_value=0, max_value=100_000)


@given(helpful=COUNTS, unhelpful=COUNTS)
def test_confidence_rises_with_approval_and_falls_without(helpful: int, unhelpful: int) -> None:
    here = confidence(helpful=helpful, unhelpful=unhelpful)

    assert 0 < here < 1
    assert confidence(helpful=helpful + 1, unhelpful=unhelpful) > here
    assert confidence(helpful=helpful, unhelpful=unhelpful + 1) < here


def test_confidence_is_wilsons_lower_bound() -> None:
    share, total = 8 / 10, 10
    spread = Z * sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))

    expected = (share + Z**2 / (2 * total) - spread) / (1 + Z**2 / total)

    assert confidence(helpful=7, unhelpful=2) == pytest.approx(expected)


def test_a_row_begins_with_what_the_formula_says_of_no_votes() -> None:
    assert confidence(helpful=0, unhelpful=0) == pytest.approx(UNJUDGED, abs=1e-8)


@pytest.mark.django_db
def test_a_member_has_one_vote_and_may_change_it_and_take_it_back() -> None:
    comment, carol = make_comment(), make_member("carol")
    seen = []

    for is_helpful in (True, True, False):
        voting.vote(comment, member=carol, is_helpful=is_helpful)
        comment.refresh_from_db()
        seen.append((comment.helpful_count, comment.unhelpful_count))
    voting.take_back(comment, member=carol)
    comment.refresh_from_db()

    assert seen == [(1, 0), (1, 0), (0, 1)]
    assert (comment.helpful_count, comment.unhelpful_count) == (0, 0)
    assert comment.score == pytest.approx(UNJUDGED, abs=1e-8)


@pytest.mark.django_db
def test_nobody_judges_an_own_comment() -> None:
    comment = make_comment()

    with pytest.raises(NotAllowedError):
        voting.vote(comment, member=comment.author, is_helpful=True)


@pytest.mark.django_db
def test_what_cannot_be_read_cannot_be_judged() -> None:
    hidden = commenting.hide_comment(make_comment())
    withdrawn = make_comment()
    publishing.unpublish_post(withdrawn.post)

    for comment in (hidden, withdrawn):
        with pytest.raises(NotPossibleError):
            voting.vote(comment, member=make_member("carol"), is_helpful=True)


@pytest.mark.django_db(transaction=True)
def test_votes_at_the_same_moment_are_all_counted_once() -> None:
    comment = make_comment()
    voters = [make_member(f"voice{number}") for number in range(6)]

    at_once(
        lambda member: voting.vote(comment, member=member, is_helpful=True), voters + voters[:2]
    )

    found = Comment.objects.get(pk=comment.pk)
    assert found.helpful_count == CommentVote.objects.count() == 6
    assert found.score == pytest.approx(confidence(helpful=6, unhelpful=0))
