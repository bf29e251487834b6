"""The classifier in use: loaded once a process, at the first question; rolled back at will.

Version 0 is the shipped file; the others are rows. numpy and the weights take some 30 MB, so a process that judges
nothing loads neither.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from feed.models import SpamModel
from feed.spam.errors import BrokenModelError
from feed.spam.seed import SEED
from feed.spam.submission import Reading

if TYPE_CHECKING:
    from feed.spam.classifier import Classifier

logger = logging.getLogger(__name__)

SHIPPED: Final = 0
# Names the lock; any number will do that nobody else uses.
LOCK: Final = 0x7370616D


@dataclass(frozen=True)
class Loaded:
    """A classifier and what it is a copy of: version, and how many decisions it had learned."""

    version: int
    learned_count: int
    classifier: "Classifier"


_loaded: dict[str, Loaded | None] = {}


def read(text: str) -> Reading | None:
    """What the classifier in use says of a text; None where there is none, so that the rules judge alone."""
    loaded = current()
    if loaded is None:
        return None
    probability = loaded.classifier.probability(text)
    words = tuple(loaded.classifier.strongest_words(text)) if probability >= 0.5 else ()
    return Reading(probability, words, loaded.version)


def current() -> Loaded | None:
    """The active version, else the shipped one; None if neither can be read. One small query when nothing changed."""
    active = SpamModel.objects.filter(is_active=True).values_list("pk", "learned_count").first()
    if active is None:
        return shipped()
    known = _loaded.get("active")
    if known and (known.version, known.learned_count) == active:
        return known
    row = SpamModel.objects.get(pk=active[0])
    try:
        classifier = _classifier(bytes(row.weights))
    except BrokenModelError:
        logger.exception("version %s of the spam model is broken; the shipped one is used", row.pk)
        return shipped()
    _loaded["active"] = Loaded(row.pk, row.learned_count, classifier)
    return _loaded["active"]


def shipped() -> Loaded | None:
    """The model of the file. A file that is missing or cut short is logged once; the rules judge alone then."""
    if "shipped" not in _loaded:
        try:
            classifier = _classifier(SEED.read_bytes())
            _loaded["shipped"] = Loaded(SHIPPED, 0, classifier)
        except (OSError, BrokenModelError):
            logger.exception("%s is missing or broken; the rules judge spam alone", SEED.name)
            _loaded["shipped"] = None
    return _loaded["shipped"]


def _classifier(written: bytes) -> "Classifier":
    from feed.spam.classifier import Classifier  # with numpy; see above

    return Classifier.from_bytes(written)


def forget_loaded() -> None:
    """Read the models anew at the next question."""
    _loaded.clear()


@transaction.atomic
def activate(version: int) -> None:
    """Use another version from the next question on; SHIPPED for the file."""
    lock()
    SpamModel.objects.filter(is_active=True).exclude(pk=version).update(is_active=False)
    SpamModel.objects.filter(pk=version).update(is_active=True)


def lock() -> None:
    """Of whoever changes the model, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
