"""The model in use: learning at once, the nightly refit, rolling back, and starting without a model."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import TrustLevel
from feed.models import SpamExample, SpamModel, TextKind
from feed.services import teaching
from feed.spam import learning, store
from feed.spam.seed import SEED
from tests.factories import make_comment, make_member, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis", "fresh_models")]

CANDLES = "Lovely handmade candles from the lighthouse, with the scent of tar and roses."
FAR_AHEAD = timedelta(days=3)


@pytest.fixture
def fresh_models() -> Iterator[None]:
    store.forget_loaded()
    yield
    store.forget_loaded()


def teach(number: int = 1, *, text: str = CANDLES, is_spam: bool = True) -> SpamExample:
    return SpamExample.objects.create(
        kind=TextKind.COMMENT, subject_pk=number, text=text, is_spam=is_spam
    )


def probability(text: str = CANDLES) -> float:
    reading = store.read(text)
    assert reading is not None
    return reading.probability


def approve_texts(count: int) -> None:
    post = make_post()
    for number in range(count):
        body = f"Number {number}: the ferry to the island was full of schoolchildren and gulls."
        make_comment(post=post, author=make_member("bob"), body=body)


def test_a_decision_counts_for_the_next_text() -> None:
    before = probability()
    teach()

    assert learning.learn_due() == 1
    assert probability() > before


def test_a_decision_is_learned_once_however_often_the_task_runs() -> None:
    teach()
    learning.learn_due()
    after = probability()

    assert learning.learn_due() == 0
    assert probability() == after
    assert SpamModel.objects.get().learned_count == 1


def test_nothing_is_learned_where_nothing_was_decided() -> None:
    assert learning.learn_due() == 0
    assert not SpamModel.objects.exists()


def test_the_nightly_model_is_used_if_it_accuses_hardly_anything_that_was_approved() -> None:
    approve_texts(2 * learning.MIN_MEASURED + 2)
    teach()

    made = learning.refit(now=timezone.now() + FAR_AHEAD)

    assert made is not None
    assert made.is_active
    assert made.figures["false_positive_rate"] == 0
    assert SpamExample.objects.get().learned_at is not None


def test_a_nightly_model_that_accuses_what_was_approved_is_not_used(
    caplog: pytest.LogCaptureFixture,
) -> None:
    approve_texts(2 * learning.MIN_MEASURED + 2)
    for number in range(60):
        body = f"Number {number}: the ferry to the island was full of schoolchildren and gulls."
        for copy in range(4):
            teach(number * 10 + copy, text=body)

    made = learning.refit(now=timezone.now() + FAR_AHEAD)

    assert made is not None
    assert made.figures["refused"]
    assert not made.is_active
    assert "accuses" in caplog.text


def test_too_few_approved_texts_make_no_nightly_model() -> None:
    teach()

    assert learning.refit(now=timezone.now() + FAR_AHEAD) is None


def test_what_newcomers_wrote_is_not_taken_for_approved() -> None:
    newcomer = make_member("mallory", trust_level=TrustLevel.NEW)
    post = make_post(author=newcomer)
    for number in range(3):
        make_comment(post=post, author=newcomer, body=f"Hello number {number}.")
    teach()

    learning.learn_due()

    assert learning._approved_texts(before=timezone.now() + FAR_AHEAD, count=10) == []


def test_an_earlier_version_and_the_shipped_one_can_be_used_again() -> None:
    shipped = probability()
    teach()
    learning.learn_due()
    learned = SpamModel.objects.get()

    assert teaching.use_shipped_model()
    assert probability() == shipped
    assert teaching.use_model(SpamModel.objects.get())
    assert probability() > shipped
    assert not teaching.use_model(SpamModel.objects.get(pk=learned.pk))


def test_without_a_readable_model_the_rules_judge_alone_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = tmp_path / "model.bin"
    cut.write_bytes(SEED.read_bytes()[:1000])
    monkeypatch.setattr(store, "SEED", cut)

    with caplog.at_level(logging.ERROR):
        post = make_post(
            author=make_member("mallory", trust_level=TrustLevel.NEW), body="Call +31 6 12345678"
        )

    assert store.read(CANDLES) is None
    assert post.is_held
    assert "rules judge spam alone" in caplog.text


def test_a_broken_version_gives_way_to_the_shipped_one(caplog: pytest.LogCaptureFixture) -> None:
    shipped = probability()
    SpamModel.objects.create(is_active=True, weights=b"broken")

    assert probability() == shipped
    assert "is broken" in caplog.text
