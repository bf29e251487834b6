"""The classifier: odd texts, learning, and what it is written as."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed.spam.classifier import Classifier, examples_of
from feed.spam.errors import BrokenModelError
from feed.spam.features import MAX_WINDOWS, SIZE, features_of, windows
from feed.spam.seed import SEED
from feed.spam.training import train

SPAM = "Check out my channel and subscribe, free gift cards at www.cards.example, call now!!!"
NEWS = "The council voted on Tuesday to repair the old bridge before the winter storms arrive."
ODD = {
    "empty": "",
    "white space": " \n\t ",
    "one letter": "a" * 1_000_000,
    "marks alone": "!?!?" * 1000,
    "mixed scripts": "Привет мир 漢字 hello שלום " * 50,
    "no spaces": "新しい記事を公開しました" * 400,
    "lone surrogate": "x \ud800 y",
    "nothing visible": "\u200b\u200d" * 50,
}


@pytest.fixture(scope="module")
def shipped() -> Classifier:
    return Classifier.from_bytes(SEED.read_bytes())


@pytest.mark.parametrize("name", list(ODD))
def test_odd_texts_get_a_probability(shipped: Classifier, name: str) -> None:
    assert 0 <= shipped.probability(ODD[name]) <= 1


def test_an_empty_text_is_no_spam(shipped: Classifier) -> None:
    assert shipped.probability("") == 0


def test_a_text_of_any_length_is_read_in_a_bounded_number_of_windows() -> None:
    parts = windows("word " * 400_000)

    assert len(parts) == MAX_WINDOWS
    assert max(map(len, parts)) < 1_300


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_features_fit_the_model(text: str) -> None:
    features = features_of(text)

    assert len(features.indices) == len(features.values)
    assert set(features.indices) <= set(range(SIZE))
    assert len(set(features.indices.tolist())) >= 1


def test_the_shipped_model_tells_an_advertisement_from_news(shipped: Classifier) -> None:
    assert shipped.probability(SPAM) > 0.9
    assert shipped.probability(NEWS) < 0.2


def test_an_advertisement_in_a_long_article_counts_no_more_than_its_part(
    shipped: Classifier,
) -> None:
    assert shipped.probability(f"{NEWS} " * 60 + SPAM) < 0.5


def test_the_loudest_words_are_named(shipped: Classifier) -> None:
    words = shipped.strongest_words(SPAM)

    assert "subscribe" in words
    assert "bridge" not in shipped.strongest_words(NEWS)


def test_learning_moves_the_answer_and_only_where_it_was_wrong(shipped: Classifier) -> None:
    text = "Lovely handmade candles are made in the old lighthouse every autumn."
    before = shipped.probability(text)
    taught = train(examples_of(text, is_spam=True), rng=Random(1), start=_copy(shipped))

    assert taught.probability(text) > before + 0.2
    assert abs(taught.probability(NEWS) - shipped.probability(NEWS)) < 0.2


def test_training_is_reproducible() -> None:
    texts = [*examples_of(SPAM, is_spam=True), *examples_of(NEWS, is_spam=False)]

    assert train(texts, rng=Random(7)).to_bytes() == train(texts, rng=Random(7)).to_bytes()


@pytest.mark.parametrize("cut", [0, 10, 40, 5_000, -1])
def test_a_model_that_was_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(BrokenModelError):
        Classifier.from_bytes(SEED.read_bytes()[:cut])


def test_a_model_with_a_figure_that_is_no_number_is_refused() -> None:
    model = Classifier.untrained()
    model.weights[3] = float("nan")

    with pytest.raises(BrokenModelError):
        Classifier.from_bytes(model.to_bytes())


def test_a_model_reads_back_as_it_was_written(shipped: Classifier) -> None:
    again = _copy(shipped)

    assert again.probability(SPAM) == pytest.approx(shipped.probability(SPAM), abs=1e-3)


def _copy(model: Classifier) -> Classifier:
    return Classifier.from_bytes(model.to_bytes())
