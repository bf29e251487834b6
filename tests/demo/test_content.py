"""What the content files must keep to, so that the demo site is believable and whole."""

import re
from collections import Counter
from datetime import timedelta
from itertools import chain

import pytest
from django.utils.text import slugify

from accounts.models import USERNAME_PATTERN, TrustLevel
from demo.accounts import DEMO_ACCOUNTS
from demo.images.adverts import ADVERTS
from demo.images.press import PALETTES, SCENES
from demo.reading import CommentText, Content, PostText, duration, read_content
from feed.models import Image
from feed.models.post import TITLE_LENGTH
from feed.spam.submission import Submission
from feed.spam.verdict import Action, judge
from feed.text.markdown import render_article
from feed.text.plain import excerpt_of

CONTENT = read_content()
PUBLISHED = [post for post in CONTENT.posts if post.status == "published"]
HELD = [post for post in CONTENT.posts if post.status == "held"]
BY_KEY = {post.key: post for post in CONTENT.posts}
MEMBERS = {member.username: member for member in CONTENT.members}
PEOPLE = MEMBERS | {member.username: member for member in CONTENT.spammers}
SPAM_WORDS = (
    "cagr",
    "packers and movers",
    "casino",
    "no credit check",
    "assignment help",
    "backlink",
)


def test_there_are_enough_posts_in_every_state() -> None:
    counts = Counter(post.status for post in CONTENT.posts)

    assert counts["published"] >= 64
    assert counts["draft"] >= 3
    assert 14 <= counts["held"] <= 18


def test_fifteen_members_write_and_eight_accounts_sell() -> None:
    assert len(MEMBERS) == 15
    assert len(CONTENT.spammers) == 8
    assert {member.trust for member in CONTENT.spammers} == {"NEW"}


def test_every_category_is_used_and_there_are_eight() -> None:
    used = {post.category for post in PUBLISHED}

    assert used == {category["slug"] for category in CONTENT.categories}
    assert len(used) == 8


def test_every_tag_is_used_and_its_name_gives_its_address() -> None:
    used = set(chain.from_iterable(post.tags for post in PUBLISHED))

    assert used == set(CONTENT.tags)
    assert 30 <= len(used) <= 40
    assert all(slugify(name) == slug for slug, name in CONTENT.tags.items())


def test_there_are_enough_comments_in_threads_up_to_five_deep() -> None:
    comments = list(chain.from_iterable(post.comments for post in CONTENT.posts))

    assert len(comments) >= 220
    assert max(comment.depth for comment in comments) == 4
    assert sum(len(post.comments) >= 15 for post in CONTENT.posts) >= 4


def test_a_dozen_posts_are_in_dutch() -> None:
    dutch = [post for post in PUBLISHED if post.language == "nl"]

    assert len(dutch) >= 12
    assert all("nederlands" in post.tags for post in dutch)
    assert all(" het " in post.body and " de " in post.body for post in dutch)


def test_lengths_vary_as_in_a_newspaper() -> None:
    lengths = [len(post.body.split()) for post in PUBLISHED]

    assert sum(250 <= length <= 700 for length in lengths) > len(lengths) * 0.7
    assert sum(length >= 1200 for length in lengths) == 2
    assert min(lengths) >= 60


def test_titles_and_keys_are_there_once() -> None:
    assert len({post.title for post in CONTENT.posts}) == len(CONTENT.posts)
    assert len(BY_KEY) == len(CONTENT.posts)


def test_ages_reach_back_five_weeks_and_up_to_today() -> None:
    ages = [post.age for post in PUBLISHED]

    assert min(ages) < timedelta(hours=12)
    assert timedelta(days=33) < max(ages) < timedelta(days=40)


def test_every_post_names_what_exists() -> None:
    sections = {category["slug"] for category in CONTENT.categories}
    strangers = [
        post.key
        for post in CONTENT.posts
        if not {post.author, *(comment.author for comment in post.comments)} <= set(PEOPLE)
    ]

    assert strangers == []
    assert {post.category for post in CONTENT.posts} <= sections
    assert set(chain.from_iterable(post.tags for post in CONTENT.posts)) <= set(CONTENT.tags)
    assert max(len(post.tags) for post in CONTENT.posts) <= 5
    assert {post.language for post in CONTENT.posts} == {"en", "nl"}


def test_posts_link_only_to_older_ones_that_are_published() -> None:
    linked = [(post, BY_KEY[key]) for post in CONTENT.posts for key in post.links]

    assert len(linked) > 60
    assert [a.key for a, b in linked if b.age <= a.age or b.status != "published"] == []
    assert "(post:" not in "".join(c.body for post in CONTENT.posts for c in post.comments)


def test_nobody_writes_before_having_joined() -> None:
    acts = [(post.author, post.age) for post in CONTENT.posts]
    acts += [(c.author, post.age - c.delay) for post in CONTENT.posts for c in post.comments]

    assert [name for name, age in acts if age >= timedelta(days=PEOPLE[name].joined_days)] == []


def test_answers_come_after_what_they_answer_and_before_now() -> None:
    wrong = [
        (post.key, comment.author)
        for post in CONTENT.posts
        for comment in post.comments
        if not _earliest(post, comment) < comment.delay < post.age
    ]

    assert wrong == []


def _earliest(post: PostText, comment: CommentText) -> timedelta:
    return timedelta() if comment.parent is None else post.comments[comment.parent].delay


def test_no_comment_was_taken_for_the_text_of_another() -> None:
    bodies = [c.body for post in CONTENT.posts for c in post.comments]

    assert all(bodies)
    assert [body for body in bodies if re.search(r"^>*@", body, re.MULTILINE)] == []


def test_every_post_begins_with_a_paragraph_to_cut_an_excerpt_from() -> None:
    pages = {post.key: render_article(post.body) for post in PUBLISHED}

    assert [key for key, html in pages.items() if not html.startswith("<p>")] == []
    assert [key for key, html in pages.items() if len(excerpt_of(html)) < 120] == []
    assert max(len(post.title) for post in CONTENT.posts) <= TITLE_LENGTH


def test_nothing_that_is_published_would_be_held() -> None:
    texts = [Submission(title=p.title, body=p.body, has_standing=True) for p in PUBLISHED]
    texts += [
        Submission(title="", body=comment.body, has_standing=True)
        for post in PUBLISHED
        for comment in post.comments
        if comment.author in MEMBERS
    ]

    assert {post.author for post in PUBLISHED} <= set(MEMBERS)
    assert [text.body for text in texts if judge(text).action is not Action.ALLOW] == []


def test_a_series_is_by_one_author_and_has_several_parts() -> None:
    parts = [(post.series, post.author) for post in PUBLISHED if post.series]

    assert len({title for title, _author in parts}) == len(set(parts)) >= 3
    assert min(Counter(parts).values()) >= 3


def test_no_poll_has_more_votes_than_there_are_members() -> None:
    polls = [post.poll for post in PUBLISHED if post.poll]
    votes = [sum(count for _answer, count in poll.answers) for poll in polls]

    assert len(polls) >= 3
    assert 5 < min(votes) <= max(votes) <= len(MEMBERS)


def test_words_of_spam_stand_only_in_spam() -> None:
    words = " ".join(
        text for post in PUBLISHED for text in (post.title, post.body, *_bodies_by_members(post))
    ).lower()

    assert [word for word in SPAM_WORDS if word in words] == []


def _bodies_by_members(post: PostText) -> list[str]:
    return [comment.body for comment in post.comments if comment.author in MEMBERS]


def test_spam_is_held_by_the_rules() -> None:
    verdicts = {
        post.key: judge(Submission(title=post.title, body=post.body, has_standing=False))
        for post in HELD
    }

    assert {post.author for post in HELD} == {member.username for member in CONTENT.spammers}
    assert [key for key, verdict in verdicts.items() if verdict.action is not Action.HOLD] == []


def test_spam_leads_only_to_addresses_that_cannot_exist() -> None:
    hosts = {host for post in HELD for host in re.findall(r"https://([^/\s]+)", post.body)}

    assert hosts
    assert all(host.endswith(".example") for host in hosts)


def test_every_picture_can_be_ordered_and_is_described() -> None:
    pictures = [post.picture for post in CONTENT.posts if post.picture]

    assert len(pictures) >= 40
    assert {picture.palette for picture in pictures} <= set(PALETTES)
    assert {picture.scene for picture in pictures} == set(SCENES)
    assert all(picture.alt and picture.caption and picture.credit for picture in pictures)
    assert max(len(p.alt) for p in pictures) <= (Image._meta.get_field("alt").max_length or 0)


def test_members_have_names_faces_and_levels_of_trust() -> None:
    for member in CONTENT.members:
        assert re.match(USERNAME_PATTERN, member.username)
        assert member.display_name
        assert member.bio
        assert member.portrait
        assert TrustLevel[member.trust] > TrustLevel.NEW


def test_sponsors_and_the_house_have_creatives_that_fit() -> None:
    paying = [row for row in CONTENT.sponsors if not row.get("is_house")]
    creatives = [creative for row in CONTENT.sponsors for creative in row["creatives"]]

    assert len(paying) == 3
    assert len(CONTENT.sponsors) > len(paying)
    assert {row["art"] for row in CONTENT.sponsors} == set(ADVERTS)
    assert max(len(creative["headline"]) for creative in creatives) <= 60
    assert max(len(creative["text"]) for creative in creatives) <= 160


def test_the_demo_accounts_are_members_with_long_passwords() -> None:
    names = {username for username, _password, _role in DEMO_ACCOUNTS}

    assert names <= set(MEMBERS)
    assert all(len(password) >= 12 for _username, password, _role in DEMO_ACCOUNTS)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3d 4h", timedelta(days=3, hours=4)),
        ("1h20m", timedelta(hours=1, minutes=20)),
        ("50m", timedelta(minutes=50)),
    ],
)
def test_a_duration_is_read(text: str, length: timedelta) -> None:
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "soon", "3x", "3d later", "-1d"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        duration(text)


def test_without_pictures_the_words_stay() -> None:
    bare: Content = CONTENT.without_pictures()

    assert [post.body for post in bare.posts] == [post.body for post in CONTENT.posts]
    assert not any(post.picture for post in bare.posts)
    assert not any("art" in row for row in bare.sponsors)
