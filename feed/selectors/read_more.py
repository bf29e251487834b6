"""What stands under a post for one reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.prepared import prepared_rows
from feed.access import Visitor
from feed.models import NotRelevant, Post, ReaderState, ReadMoreList
from feed.read_more.lists import SHOWN, ReasonCode
from feed.selectors.beside import Beside, beside
from feed.selectors.kept import Name, cards_named, live_cards, read_cards
from feed.selectors.readers import Reader
from feed.selectors.recommended import subject_of

SENTENCES: Final[Mapping[str, Promise]] = {
    ReasonCode.STORY: _("Same story"),
    # Translators: %(name)s is a name that stands in both articles, such as South Korea.
    ReasonCode.ABOUT: _("Also about %(name)s"),
    ReasonCode.SUBJECT: _("On the same subject"),
    ReasonCode.PINNED: _("Chosen by the editors"),
    ReasonCode.READERS: _("Readers of this also read"),
}


@dataclass(frozen=True)
class Further:
    """One recommendation. `place`: from 1; `score`, `parts`: as the engine stored them; `reason`: one short line."""

    post: Post
    place: int
    score: float
    reason: str
    parts: dict[str, float]

    @property
    def subject(self) -> int:
        """What counting knows this recommendation by."""
        return subject_of(self.post.pk, self.place)


def read_more(post: Post, *, visitor: Visitor) -> list[Further]:
    """At most five stored recommendations that are live and for this reader, best first; [] is right where none is good.

    Two queries, none where all is known; for members two more: what they called not relevant here, and the languages they read.
    """
    known = beside(post)
    wanted = _for_reader(known.read_more if known else _items(post), post, visitor)
    found = _live([item["post"] for item in wanted], visitor, known)
    shown = [item for item in wanted if item["post"] in found][:SHOWN]
    return [
        Further(
            post=found[item["post"]],
            place=place,
            score=item["score"],
            reason=reason_text(item.get("reason", ""), item.get("words", "")),
            parts=item.get("parts", {}),
        )
        for place, item in enumerate(shown, start=1)
    ]


def _list_of(post_pk: int) -> QuerySet[Any, Any]:
    return ReadMoreList.objects.filter(post=post_pk).order_by().values("items")


def _items(post: Post) -> list[dict[str, Any]]:
    listed = next(prepared_rows("read_more", _list_of, post.pk), None)
    return listed["items"] if listed else []


def _live(pks: list[int], visitor: Visitor, known: Beside | None) -> dict[int, Post]:
    """By key; those that are live and that this reader wants."""
    if not pks:
        return {}
    if known and known.position is not None and not visitor.is_authenticated:
        named: dict[Name, dict[str, Any]] = {name: {} for name in known.live if name[0] in pks}
        return {each.pk: each for each in cards_named(named, position=known.position)}
    if visitor.is_authenticated:
        rows = read_cards(Post.objects.live().wanted_by(visitor).filter(pk__in=pks))
    else:
        rows = live_cards(pks)
    return {each.pk: each for each in rows}


def read_more_of(
    reader: Reader, post: Post, *, known: list[Further], refuses: bool
) -> list[Further]:
    """As `read_more`, from what strangers see where nothing sets this reader apart from them.

    Args:
        known: of strangers who read the same language.
        refuses: the reader called something not relevant here.
    """
    return known if reader.reads_all and not refuses else read_more(post, visitor=reader.visitor)


def reason_text(code: str, words: str) -> str:
    """The engine's reason in the reader's language; "" for one that is no longer known."""
    sentence = SENTENCES.get(code)
    return str(sentence) % {"name": words} if sentence else ""


def _for_reader(items: list[dict[str, Any]], post: Post, visitor: Visitor) -> list[dict[str, Any]]:
    """Without what the reader does not read or called not relevant here."""
    if not items:
        return []
    languages = {post.language, *_languages(visitor)}
    refused = _refused(post, visitor)
    return [
        item
        for item in items
        if item.get("language", post.language) in languages and item["post"] not in refused
    ]


def _languages(visitor: Visitor) -> list[str]:
    """What the reader reads beside the post's own language: what a member said, else that of the pages."""
    spoken = [(get_language() or "").partition("-")[0]]
    if not visitor.is_authenticated:
        return spoken
    state = ReaderState.objects.filter(member=visitor).values_list("languages", flat=True).first()
    return state or spoken


def _refused(post: Post, visitor: Visitor) -> set[int]:
    if not visitor.is_authenticated:
        return set()
    words = NotRelevant.objects.filter(under=post, member=visitor)
    return set(words.values_list("post_id", flat=True))
