"""What a written rule would have hit in the last thirty days, and how that fits what was decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from accounts.models import User
from feed.models import (
    MEMBER_KINDS,
    Comment,
    CommentStatus,
    Judgement,
    Post,
    PostStatus,
    TextKind,
)
from feed.services.judging_members import member_text
from feed.spam.contacts import contacts_in
from feed.spam.written import Definition, Words, facts_of, hit_of
from moderation.models import Decision, SubjectKind, Verb

WITHIN: Final = timedelta(days=30)
# So many of the newest of each kind are tried; older ones of the thirty days are left out.
TRIED: Final = 3_000
SHOWN: Final = 50
TAKEN_AWAY: Final = (Verb.HIDE, Verb.QUARANTINE, Verb.WARN, Verb.SILENCE, Verb.SUSPEND)
FOUND_IN_ORDER: Final = (Verb.KEEP, Verb.RELEASE, Verb.RESTORE)


@dataclass(frozen=True)
class Found:
    """A text that the rule would have hit. `words`: what the conditions saw; `verdict`: of the last decision, "" for none."""

    kind: str
    pk: int
    title: str
    url: str
    author: str
    words: tuple[str, ...]
    verdict: str


@dataclass(frozen=True)
class Trial:
    """A dry run. `shown`: the newest of the hits; the three counts divide the hits by what moderators thought of them."""

    texts: int
    hits: int
    taken_away: int
    in_order: int
    shown: list[Found]

    @property
    def undecided(self) -> int:
        return self.hits - self.taken_away - self.in_order

    @property
    def share(self) -> float:
        return self.hits / self.texts if self.texts else 0.0


def dry_run(definition: Definition, *, now: datetime) -> Trial:
    """Ask a rule about the texts of the last thirty days as they stand, and about their authors as they are today.

    Names and profiles are those that were judged in that time. Four queries and one pass over at most four times TRIED
    texts; changes nothing.
    """
    probabilities = _probabilities(now - WITHIN)
    texts = 0
    hits: list[tuple[Any, str, tuple[str, ...]]] = []
    for kind, row in _texts(now - WITHIN, kinds=definition.kinds):
        texts += 1
        words = _words(kind, row)
        facts = facts_of(
            words,
            author=_author(row),
            contacts=contacts_in(words.text),
            probability=probabilities.get((kind, row.pk), 0.0),
            now=_written_at(row, now=now),
        )
        seen = hit_of(definition, facts)
        if seen is not None:
            hits.append((row, kind, seen))
    verdicts = _verdicts(hits)
    said = [verdicts.get((kind, row.pk), "") for row, kind, _seen in hits]
    return Trial(
        texts=texts,
        hits=len(hits),
        taken_away=sum(each in TAKEN_AWAY for each in said),
        in_order=sum(each in FOUND_IN_ORDER for each in said),
        shown=[_found(*hit, verdict) for hit, verdict in zip(hits[:SHOWN], said, strict=False)],
    )


def _texts(since: datetime, *, kinds: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Newest first, posts before comments, and these before profiles and names."""
    if TextKind.POST in kinds:
        yield from _posts(since)
    if TextKind.COMMENT in kinds:
        yield from _comments(since)
    for kind in MEMBER_KINDS:
        if kind in kinds:
            judged = Judgement.objects.filter(kind=kind, judged_at__gte=since).values("subject_pk")
            members = User.objects.filter(pk__in=judged).order_by("-pk")[:TRIED]
            yield from ((kind.value, member) for member in members.iterator(chunk_size=500))


def _posts(since: datetime) -> Iterator[tuple[str, Any]]:
    posts = Post.objects.exclude(status__in=(PostStatus.DRAFT, PostStatus.SCHEDULED))
    yield from ((TextKind.POST.value, row) for row in _newest(posts, since, "category", "link"))


def _comments(since: datetime) -> Iterator[tuple[str, Any]]:
    comments = Comment.objects.exclude(status=CommentStatus.DELETED)
    yield from ((TextKind.COMMENT.value, row) for row in _newest(comments, since, "post"))


def _newest(rows: "QuerySet[Any]", since: datetime, *beside: str) -> Iterator[Any]:
    recent = rows.filter(created_at__gte=since).select_related("author", *beside)
    return recent.defer("body_html").order_by("-pk")[:TRIED].iterator(chunk_size=500)


def _author(row: Any) -> User:
    return row if isinstance(row, User) else row.author


def _written_at(row: Any, *, now: datetime) -> datetime:
    """When the author's days as a member are counted; when a profile was written is not kept."""
    return now if isinstance(row, User) else row.created_at


def _words(kind: str, row: Any) -> Words:
    if kind in MEMBER_KINDS:
        said = member_text(row, TextKind(kind))
        return Words(kind, said.title, said.all)
    if kind == TextKind.COMMENT:
        return Words(kind, "", row.body, language=row.post.language)
    link = row.link.url if row.link else ""
    text = "\n".join(filter(None, (row.title, link, row.body)))
    return Words(kind, row.title, text, row.category.slug, row.language)


def _probabilities(since: datetime) -> dict[tuple[str, int], float]:
    rows = Judgement.objects.filter(judged_at__gte=since, probability__isnull=False)
    return {
        (kind, pk): probability or 0.0
        for kind, pk, probability in rows.values_list("kind", "subject_pk", "probability")
    }


def _verdicts(hits: list[tuple[Any, str, tuple[str, ...]]]) -> dict[tuple[str, int], str]:
    """The last decision on each, by moderators; what a rule decided proves no rule right."""
    pks = [row.pk for row, _kind, _seen in hits]
    kinds = {_subject_kind(kind) for _row, kind, _seen in hits}
    rows = Decision.objects.filter(
        subject_kind__in=kinds, subject_pk__in=pks, actor__isnull=False,
        verb__in=(*TAKEN_AWAY, *FOUND_IN_ORDER),
    ).order_by("pk")  # fmt: skip
    said = rows.values_list("subject_kind", "subject_pk", "verb")
    by_subject = {(kind, pk): verb for kind, pk, verb in said}
    keys = ((kind, row.pk) for row, kind, _seen in hits)
    return {(kind, pk): by_subject.get((_subject_kind(kind), pk), "") for kind, pk in keys}


def _subject_kind(kind: str) -> str:
    return SubjectKind.MEMBER if kind in MEMBER_KINDS else kind


def _found(row: Any, kind: str, seen: tuple[str, ...], verdict: str) -> Found:
    title = _words(kind, row).title or " ".join(_words(kind, row).text.split())[:120]
    label = Verb(verdict).label if verdict else ""
    name = _author(row).name
    return Found(kind, row.pk, title, row.get_absolute_url(), name, seen, str(label))
