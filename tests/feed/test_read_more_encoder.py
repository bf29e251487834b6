"""The encoder that workers load, and the change from one encoder to another. Loads the models once."""

from datetime import UTC, datetime

import numpy as np
import pytest
from pytest_django import Settings

from benchmarks.read_more.quality import cross_lingual
from feed.models import Encoder, Post, PostFeatures, PostVector, ReadMoreRun
from feed.models.vectors import VECTOR_SIZE
from feed.read_more import encoding, refresh
from feed.read_more.encoders.interface import Encoder as Reads
from feed.read_more.encoders.registry import encoder_named
from feed.read_more.encoders.scale import NAME, closeness
from feed.read_more.encoders.wordpiece import WordPieces
from feed.read_more.features import refresh_features
from tests.factories import make_member, make_post

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
# Below what `make bench-read-more` measures (1.00 and 1.00), above what chance and wear could explain.
TRANSLATIONS_FLOOR = 0.95
# As the library `tokenizers` cuts "Naïef ferry’s 橋!" with BERT's uncased vocabulary.
WORD_PIECES = [101, 6583, 2666, 2546, 7115, 1521, 1055, 1885, 999, 102]


@pytest.fixture(scope="module")
def encoder() -> Reads:
    found = encoder_named(NAME)
    assert found is not None
    return found


@pytest.fixture
def with_encoder(settings: Settings, encoder: Reads) -> None:
    settings.ENCODER = "minilm+use"


def test_the_nearest_headline_in_the_other_language_is_the_translation(encoder: Reads) -> None:
    found = cross_lingual(encoder)["engines"]["engine"]

    assert found["en_to_nl"] >= TRANSLATIONS_FLOOR
    assert found["nl_to_en"] >= TRANSLATIONS_FLOOR


@pytest.mark.parametrize("language", ["en", "nl", "ar", "ja"])
def test_a_vector_has_length_one_and_fits_the_column(encoder: Reads, language: str) -> None:
    vector = encoder.encode("The bridge is closed. 橋は閉鎖された。 الجسر مغلق", language=language)

    assert vector is not None
    assert len(vector) <= VECTOR_SIZE
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("text", "language"), [("", "en"), (" \n", "nl"), ("Bridge closed", "xx")])
def test_what_the_encoder_cannot_read_has_no_vector(
    encoder: Reads, text: str, language: str
) -> None:
    assert encoder.encode(text, language=language) is None


def test_a_million_letters_are_read_in_bounded_time(encoder: Reads) -> None:
    vector = encoder.encode("a" * 1_000_000, language="en")

    assert vector is None or np.isfinite(vector).all()


def test_english_is_closer_to_its_like_than_to_another_subject(encoder: Reads) -> None:
    vectors = [
        encoder.encode(text, language="en")
        for text in ("Rail strike on Friday", "Train drivers walk out", "Recipe for onion soup")
    ]
    first, second, third = (one for one in vectors if one is not None)

    like, unlike = (
        float(closeness(np.array([[first @ one]]), mine=["en"], others=["en"])[0, 0])
        for one in (second, third)
    )

    assert like > unlike + 0.15


def test_word_pieces_are_berts() -> None:
    ids = WordPieces().ids("Naïef ferry’s 橋!", limit=128)

    assert ids == WORD_PIECES


def test_a_long_text_is_cut_to_the_limit() -> None:
    assert len(WordPieces().ids("bridge " * 500, limit=128)) == 128


@pytest.mark.django_db
@pytest.mark.usefixtures("with_encoder")
def test_a_published_post_is_read_and_found_by_meaning() -> None:
    """The two share no word."""
    first = make_post(title="Rail strike stops trains", body="Drivers stop work over pay.")
    second = make_post(
        author=make_member("bob"),
        title="Railway workers on walkout",
        body="The union demands higher wages; railway services are cancelled.",
    )

    for post in (first, second):
        refresh.refresh_post(post.pk, now=NOW)

    assert PostVector.objects.filter(encoder=NAME).count() == 2
    assert [item["post"] for item in Post.objects.get(pk=second.pk).read_more.items] == [first.pk]


@pytest.mark.django_db
@pytest.mark.usefixtures("with_encoder")
def test_a_hidden_post_leaves_the_index_of_vectors() -> None:
    post = make_post()
    refresh.refresh_post(post.pk, now=NOW)

    Post.objects.filter(pk=post.pk).update(status="hidden")
    refresh.refresh_post(post.pk, now=NOW)

    assert not PostVector.objects.filter(post=post).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("with_encoder")
def test_a_new_encoder_serves_once_it_has_read_everything_and_the_old_vectors_go() -> None:
    Encoder.objects.create(name="old 1", is_serving=True)
    posts = [make_post(), make_post()]
    for post in posts:
        refresh_features(post.pk, now=NOW)
        PostVector.objects.create(post=post, encoder_id="old 1", dense=[1.0] * VECTOR_SIZE)

    encoding.encode_unread(limit=1)
    halfway = encoding.switch_when_read(now=NOW), encoding.serving_encoder()
    refresh.refresh_unread(now=NOW)
    refresh.refresh_unread(now=NOW)

    assert halfway == (False, "old 1")
    assert encoding.serving_encoder() == NAME
    assert list(Encoder.objects.values_list("name", flat=True)) == [NAME]
    assert PostVector.objects.count() == len(posts)
    assert ReadMoreRun.objects.filter(finished_at=None).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("with_encoder")
def test_a_post_in_a_language_that_no_encoder_reads_is_not_tried_again() -> None:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(language="xx")
    refresh_features(post.pk, now=NOW)

    first, second = encoding.encode_unread(), encoding.encode_unread()

    assert (first, second) == ([post.pk], [])
    assert PostFeatures.objects.get(post=post).encoder == NAME
    assert not PostVector.objects.exists()
