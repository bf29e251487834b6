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
from demo.reading import COMMENT_LINE, Content, PostText, duration, read_content
from feed.models import Image
from feed.models.post import TITLE_LENGTH
from feed.spam.verdict import Action, Submission, judge
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


def posts(*, of: list[PostText] | None = None) -> pytest.MarkDecorator:
    """One test for each post."""
    chosen = CONTENT.posts if of is None else of
    return pytest.mark.parametrize("post", chosen, ids=lambda post: post.key)


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


@posts()
def test_a_post_names_what_exists(post: PostText) -> None:
    fits = (
        post.author in PEOPLE
        and post.category in {category["slug"] for category in CONTENT.categories}
        and set(post.tags) <= set(CONTENT.tags)
        and len(post.tags) <= 5
        and post.language in ("en", "nl")
        and all(comment.author in PEOPLE for comment in post.comments)
    )

    assert fits


@posts()
def test_a_post_links_only_to_older_posts_that_are_published(post: PostText) -> None:
    linked = [BY_KEY[key] for key in post.links]

    assert all(other.age > post.age and other.status == "published" for other in linked)
    assert "(post:" not in "".join(comment.body for comment in post.comments)


@posts()
def test_nobody_writes_before_having_joined(post: PostText) -> None:
    acts = [(post.author, post.age), *((c.author, post.age - c.delay) for c in post.comments)]

    assert all(age < timedelta(days=PEOPLE[name].joined_days) for name, age in acts)


@posts()
def test_answers_come_after_what_they_answer_and_before_now(post: PostText) -> None:
    delays = [
        (timedelta() if c.parent is None else post.comments[c.parent].delay, c.delay)
        for c in post.comments
    ]

    assert all(parent < own < post.age for parent, own in delays)
    assert not any(COMMENT_LINE.match(line) for c in post.comments for line in c.body.splitlines())


@posts(of=PUBLISHED)
def test_a_post_begins_with_a_paragraph_to_cut_an_excerpt_from(post: PostText) -> None:
    html = render_article(post.body)

    assert html.startswith("<p>")
    assert len(excerpt_of(html)) > 120
    assert len(post.title) <= TITLE_LENGTH


@posts(of=PUBLISHED)
def test_no_post_that_is_published_would_be_held(post: PostText) -> None:
    texts = [Submission(title=post.title, body=post.body, has_standing=True)]
    texts += [
        Submission(title="", body=c.body, has_standing=True)
        for c in post.comments
        if c.author in MEMBERS
    ]

    assert post.author in MEMBERS
    assert all(judge(text).action is Action.ALLOW for text in texts)


@posts(of=PUBLISHED)
def test_words_of_spam_stand_only_in_spam(post: PostText) -> None:
    words = " ".join(
        [post.title, post.body, *(c.body for c in post.comments if c.author in MEMBERS)]
    ).lower()

    assert not [word for word in SPAM_WORDS if word in words]


@posts(of=HELD)
def test_spam_is_held_by_the_rules_and_names_only_addresses_that_cannot_exist(
    post: PostText,
) -> None:
    verdict = judge(Submission(title=post.title, body=post.body, has_standing=False))

    assert verdict.action is Action.HOLD
    assert post.author not in MEMBERS
    assert post.body.count("https://") == post.body.count(".example/")


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
