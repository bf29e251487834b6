"""Teaching the classifier: decisions at once, everything anew each night. Run by workers.

Every function may run twice and at once: whoever changes the model holds one lock of the database, and an example
that is learned is marked in the transaction that stores the weights.
"""

import logging
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from feed.models import Comment, Post, SpamExample, SpamModel
from feed.spam.classifier import Classifier, Example, examples_of
from feed.spam.store import activate, lock, shipped
from feed.spam.training import train

logger = logging.getLogger(__name__)

BATCH: Final = 100
# With each decision the model sees so many texts that nobody minded, or it would drift towards suspicion.
REPLAYED: Final = 3
# A nightly model is measured on half of these and learns from the other half.
APPROVED_SAMPLE: Final = 800
# Fewer approved texts than this cannot show a rate of one in two hundred.
MIN_MEASURED: Final = 50
MAX_FALSE_POSITIVE_RATE: Final = 0.005
ACCUSED: Final = 0.8
OLD_ENOUGH: Final = timedelta(days=1)
KEPT_VERSIONS: Final = 14


@transaction.atomic
def learn_due(*, now: datetime | None = None) -> int:
    """Take in decisions that the model in use has not learned, at most BATCH; returns how many."""
    lock()
    examples = list(SpamExample.objects.unlearned()[:BATCH])
    row = _active_row() if examples else None
    if row is None:
        return 0
    classifier = Classifier.from_bytes(bytes(row.weights))
    rng = Random(row.pk * 1_000_003 + row.learned_count)  # noqa: S311  (the order of lessons guards nothing)
    lessons = [lesson for each in examples for lesson in _lessons(each)]
    lessons += _replayed(len(examples) * REPLAYED)
    order = rng.sample(range(len(lessons)), len(lessons))
    classifier.learn_all(lessons, order=order)
    SpamModel.objects.filter(pk=row.pk).update(
        weights=classifier.to_bytes(), learned_count=row.learned_count + len(examples)
    )
    SpamExample.objects.filter(pk__in=[each.pk for each in examples]).update(
        learned_at=now or timezone.now()
    )
    return len(examples)


@transaction.atomic
def refit(*, now: datetime | None = None) -> SpamModel | None:
    """Make a new version from the shipped model, all decisions and approved texts; use it if it accuses few of those.

    None where there is nothing to learn from, or too little that was approved to measure by.
    """
    lock()
    now = now or timezone.now()
    start = shipped()
    decided = list(SpamExample.objects.order_by("pk"))
    approved = _approved_texts(before=now - OLD_ENOUGH, count=APPROVED_SAMPLE)
    taught, measured = approved[::2], approved[1::2]
    if start is None or not decided or len(measured) < MIN_MEASURED:
        return None
    lessons = [lesson for each in decided for lesson in _lessons(each)]
    lessons += [lesson for text in taught for lesson in examples_of(text, is_spam=False)]
    classifier = train(lessons, rng=Random(len(lessons)), start=_copied(start.classifier))  # noqa: S311  (see above)
    rate = sum(classifier.probability(text) >= ACCUSED for text in measured) / len(measured)
    figures = {
        "decisions": len(decided),
        "approved": len(taught),
        "measured": len(measured),
        "false_positive_rate": round(rate, 5),
        "refused": rate >= MAX_FALSE_POSITIVE_RATE,
    }
    made = SpamModel.objects.create(weights=classifier.to_bytes(), figures=figures, made_at=now)
    if rate < MAX_FALSE_POSITIVE_RATE:
        activate(made.pk)
        SpamExample.objects.filter(pk__in=[each.pk for each in decided], learned_at=None).update(
            learned_at=now
        )
    else:
        logger.warning("spam model %s accuses %.2f %% of what was approved", made.pk, rate * 100)
    _forget_old()
    made.refresh_from_db()
    return made


def _active_row() -> SpamModel | None:
    """The row that learns; the first decision copies the shipped model into one. None if there is none to copy."""
    row = SpamModel.objects.filter(is_active=True).first()
    if row or (start := shipped()) is None:
        return row
    return SpamModel.objects.create(is_active=True, weights=start.classifier.to_bytes())


def _lessons(example: SpamExample) -> list[Example]:
    return examples_of(example.text, is_spam=example.is_spam)


def _replayed(count: int) -> list[Example]:
    texts = _approved_texts(before=timezone.now(), count=count)
    return [lesson for text in texts for lesson in examples_of(text, is_spam=False)]


def _approved_texts(*, before: datetime, count: int) -> list[str]:
    """What stands published by members in good standing, newest first: posts and comments, half each."""
    posts = Post.objects.live().filter(author__trust_level__gt=0, published_at__lte=before)
    comments = Comment.objects.live().filter(author__trust_level__gt=0, created_at__lte=before)
    half = (count + 1) // 2
    articles = posts.latest_first().values_list("title", "body")[:half]
    answers = comments.order_by("-pk").values_list("body", flat=True)[:half]
    return [f"{title}\n{body}" for title, body in articles] + list(answers)


def _copied(classifier: Classifier) -> Classifier:
    return Classifier(classifier.weights.copy(), classifier.squares.copy())


def _forget_old() -> None:
    inactive = SpamModel.objects.filter(is_active=False).order_by("-pk")
    kept = list(inactive.values_list("pk", flat=True)[:KEPT_VERSIONS])
    inactive.exclude(pk__in=kept).delete()
