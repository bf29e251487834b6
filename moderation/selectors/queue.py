"""The review queue: everything that waits for a moderator, worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import Applicant
from feed.models import (
    MEMBER_KINDS,
    Judgement,
    PendingEdit,
    Post,
    PostStatus,
    RuleHit,
)
from moderation.harm import chance_by_reports, either, expected_harm, views_per_hour
from moderation.models import AppealMessage, CaseKind, Claim, Reason, Report, Verb
from moderation.selectors.cases import Case, Complaint, Queue, Record
from moderation.selectors.neighbours import neighbours_of
from moderation.selectors.waiting import case_kind_of, waiting_count
from moderation.selectors.worst import (
    TAKEN_AWAY,
    UNJUDGED,
    worst_appeals,
    worst_campaigns,
    worst_comments,
    worst_members,
    worst_posts,
)

SHOWN: Final = 30
TEXT_LENGTH: Final = 600
# So many of the reports on one case are listed, the worst first.
REPORTS_SHOWN: Final = 5


def review_queue(
    *,
    now: datetime,
    category_pks: frozenset[int] | None = None,
    also: Sequence[Case] = (),
    without: frozenset[str] = frozenset(),
) -> Queue:
    """The SHOWN worst cases, by expected harm, which each day of waiting adds to (moderation.harm.urgency).

    Args:
        now: what waiting is counted to.
        category_pks: only texts of these categories, for a category moderator; None for everything.
        also: cases of other apps, which stand among the rest.
        without: cases that are left out, each "kind:pk"; those behind them come up instead.
    """
    in_reach = Q() if category_pks is None else Q(category__in=category_pks)
    below = Q() if category_pks is None else Q(post__category__in=category_pks)
    left_out = {kind: ~Q(pk__in=_keys(without, kind)) for kind in CaseKind}
    sources = [
        _posts(in_reach & left_out[CaseKind.POST], now),
        _comments(below & left_out[CaseKind.COMMENT], now),
    ]
    if category_pks is None:
        sources += [
            _members(left_out[CaseKind.MEMBER], now),
            _edits(left_out[CaseKind.EDIT]),
            _campaigns(left_out[CaseKind.CAMPAIGN], now),
            _appeals(left_out[CaseKind.APPEAL], now),
            _applicants(left_out[CaseKind.APPLICANT]),
        ]
    others = (case for case in also if case.key not in without)
    weighed = list(_weighed([*others, *chain.from_iterable(sources)]))
    cases = sorted(weighed, key=lambda case: (-case.urgency(now=now), case.since))
    count = waiting_count(category_pks) + len(also)
    return Queue(cases=_with_context(cases[:SHOWN], now=now), waiting_count=count)


def _keys(cases: frozenset[str], kind: CaseKind) -> list[int]:
    parts = (case.partition(":") for case in cases)
    return [int(pk) for each, _sep, pk in parts if each == kind and pk.isdecimal()]


def _posts(within: Q, now: datetime) -> Iterator[Case]:
    for post in worst_posts(within, now=now).select_related("author")[:SHOWN]:
        yield Case(
            kind=CaseKind.POST,
            pk=post.pk,
            title=post.title,
            text=_begin(post.body),
            since=post.published_at or post.created_at,
            author=post.author,
            deeds=_deeds(is_held=post.is_held, is_live=post.is_live),
            views_per_hour=_rate(post, now) if post.is_live else 0.0,
            complaint=_complaint(post),
        )


def _comments(within: Q, now: datetime) -> Iterator[Case]:
    for comment in worst_comments(within, now=now).select_related("author", "post")[:SHOWN]:
        yield Case(
            kind=CaseKind.COMMENT,
            pk=comment.pk,
            title=comment.post.title,
            text=_begin(comment.body),
            since=comment.created_at,
            author=comment.author,
            deeds=_deeds(is_held=comment.is_held, is_live=comment.is_live),
            views_per_hour=_rate(comment.post, now) if comment.is_live else 0.0,
            complaint=_complaint(comment),
        )


def _members(within: Q, now: datetime) -> Iterator[Case]:
    for member in worst_members(within, now=now)[:SHOWN]:
        yield Case(
            kind=CaseKind.MEMBER,
            pk=member.pk,
            title=member.name,
            text=_begin(member.bio),
            since=member.date_joined,
            author=member,
            deeds=("keep", "warn", "silence", "suspend"),
            complaint=_complaint(member),
        )


def _complaint(row: Any) -> Complaint:
    """`row`: of moderation.selectors.worst."""
    return Complaint(row.weight, row.severity, row.complained_at, row.report_count)


def _begin(text: str) -> str:
    """The beginning of a text, with a mark where it goes on."""
    return text if len(text) <= TEXT_LENGTH else f"{text[:TEXT_LENGTH].rstrip()} …"


def _edits(within: Q) -> Iterator[Case]:
    """All equally urgent, so that the oldest is the worst."""
    edits = PendingEdit.objects.waiting().filter(within).select_related("post", "editor")
    for edit in edits.order_by("created_at", "pk")[:SHOWN]:
        yield Case(
            kind=CaseKind.EDIT,
            pk=edit.pk,
            title=edit.post.title if edit.post else edit.editor.name,
            text=_begin(str(edit.changes.get("body") or edit.changes.get("bio") or "")),
            since=edit.created_at,
            author=edit.editor,
            deeds=("accept", "refuse"),
            probability=UNJUDGED,
            evidence=tuple(edit.evidence),
        )


def _campaigns(within: Q, now: datetime) -> Iterator[Case]:
    for campaign in worst_campaigns(within, now=now)[:SHOWN]:
        yield Case(
            kind=CaseKind.CAMPAIGN,
            pk=campaign.pk,
            title=campaign.sample,
            text=_("%(posts)s posts by %(authors)s members")
            % {"posts": campaign.post_count, "authors": campaign.author_count},
            since=campaign.found_at,
            deeds=("quarantine", "clear"),
            probability=1 - 1 / max(campaign.author_count, 2),
            views_per_hour=views_per_hour(views=campaign.views, age=now - campaign.found_at),
        )


def _appeals(within: Q, now: datetime) -> Iterator[Case]:
    """Somebody waits for another moderator."""
    first = AppealMessage.objects.filter(appeal=OuterRef("pk")).order_by("pk").values("words")[:1]
    appeals = worst_appeals(within, now=now).select_related("decision", "member")
    for appeal in appeals.annotate(words=Subquery(first))[:SHOWN]:
        decision = appeal.decision
        severity = TAKEN_AWAY.get(Verb(decision.verb), 1.0)
        yield Case(
            kind=CaseKind.APPEAL,
            pk=appeal.pk,
            title=f"{decision.subject_label} ({decision.get_verb_display()})",
            text=_begin(appeal.words),
            since=appeal.created_at,
            author=appeal.member,
            deeds=("uphold", "overturn"),
            probability=UNJUDGED,
            complaint=Complaint(weight=0.0, severity=severity),
            not_for=frozenset({decision.actor_id, appeal.member_id}),
        )


def _applicants(within: Q) -> Iterator[Case]:
    """Somebody wants to come in; nobody is harmed while he waits, but he may go away. All equally urgent."""
    rows = Applicant.objects.waiting().filter(within).select_related("member")
    waiting = list(rows.order_by("created_at", "pk")[:SHOWN])
    near = neighbours_of([applicant.member_id for applicant in waiting])
    for applicant in waiting:
        evidence = [{"rule": reason, "words": []} for reason in applicant.reasons]
        if others := near.get(applicant.member_id):
            evidence.append({"rule": _("from the same network, 30 days"), "words": others})
        yield Case(
            kind=CaseKind.APPLICANT,
            pk=applicant.pk,
            title=applicant.member.username,
            text=_begin(applicant.words),
            since=applicant.created_at,
            author=applicant.member,
            deeds=("accept", "refuse"),
            probability=UNJUDGED,
            evidence=tuple(evidence),
        )


def _deeds(*, is_held: bool, is_live: bool) -> tuple[str, ...]:
    if is_held:
        return ("release", "hide")
    return ("keep", "hide") if is_live else ("restore", "hide")


def _rate(post: Post, now: datetime) -> float:
    age = now - (post.published_at or post.created_at)
    return views_per_hour(views=post.view_count, age=age)


def _weighed(cases: list[Case]) -> Iterator[Case]:
    """With what the filter, the rules and the reports say, and the harm that follows. Two queries."""
    pks = [case.pk for case in cases]
    judged = _judged(pks)
    asked = _asked(pks)
    for case in cases:
        judgements = judged.get((case.kind, case.pk), ())
        hits = asked.get((case.kind, case.pk), ())
        chance = case.probability or _chance(case, judgements)
        chance = either(chance, UNJUDGED if hits else 0.0)
        chance = either(chance, chance_by_reports(case.complaint.weight))
        harm = expected_harm(
            views_per_hour=case.views_per_hour,
            probability=chance,
            severity=case.complaint.severity,
        )
        seen = tuple({"rule": hit.rule.name, "words": hit.evidence} for hit in hits)
        evidence = case.evidence or tuple(line for each in judgements for line in each.evidence)
        yield replace(
            case,
            probability=chance,
            harm=harm,
            evidence=(*seen, *evidence),
            waits_since=_waits_since(case, judgements=judgements, hits=hits),
        )


def _waits_since(
    case: Case, *, judgements: Sequence[Judgement], hits: Sequence[RuleHit]
) -> datetime | None:
    """The first complaint, hit of a rule or doubt; what is held was doubted when it was sent."""
    doubts = [each.judged_at for each in judgements if each.is_open or "release" in case.deeds]
    moments = [case.complaint.since, *(hit.hit_at for hit in hits), *doubts]
    return min((moment for moment in moments if moment), default=None)


def _judged(pks: list[int]) -> dict[tuple[str, int], tuple[Judgement, ...]]:
    """What the filter said of each case; of members only what still waits, of the name and of the profile."""
    texts = Q(kind__in=(CaseKind.POST, CaseKind.COMMENT))
    doubts = Q(kind__in=MEMBER_KINDS, is_open=True)
    found: dict[tuple[str, int], tuple[Judgement, ...]] = {}
    for judgement in Judgement.objects.filter(texts | doubts, subject_pk__in=pks).order_by("pk"):
        key = case_kind_of(judgement.kind), judgement.subject_pk
        found[key] = (*found.get(key, ()), judgement)
    return found


def _asked(pks: list[int]) -> dict[tuple[str, int], tuple[RuleHit, ...]]:
    """The open hits of rules on each case."""
    found: dict[tuple[str, int], tuple[RuleHit, ...]] = {}
    hits = RuleHit.objects.unanswered().filter(subject_pk__in=pks).select_related("rule")
    for hit in hits.order_by("pk"):
        key = case_kind_of(hit.kind), hit.subject_pk
        found[key] = (*found.get(key, ()), hit)
    return found


def _chance(case: Case, judgements: Sequence[Judgement]) -> float:
    chances = [each.probability for each in judgements if each.probability is not None]
    return max(chances, default=UNJUDGED if "release" in case.deeds else 0.0)


def _with_context(cases: list[Case], *, now: datetime) -> list[Case]:
    """With reports, the author's record and who looks at it; three queries, however many cases."""
    pks = [case.pk for case in cases]
    claims = {
        (claim.kind, claim.subject_pk): claim
        for claim in Claim.objects.filter(subject_pk__in=pks, until__gt=now).select_related(
            "moderator"
        )
    }
    reports: dict[tuple[str, int], list[Report]] = {}
    for report in _worst_reports(pks):
        reports.setdefault((report.subject_kind, report.subject_pk), []).append(report)
    records = _records({case.author.pk for case in cases if case.author})
    return [
        replace(
            case,
            claim=claims.get((case.kind, case.pk)),
            reports=tuple(reports.get((case.kind, case.pk), ())),
            reason=_reason(reports.get((case.kind, case.pk), ())),
            record=records.get(case.author.pk, Record()) if case.author else None,
        )
        for case in cases
    ]


def _worst_reports(pks: list[int]) -> Iterator[Report]:
    """Of each subject at most REPORTS_SHOWN, so that a crowd about one leaves no other without."""
    place = Window(
        RowNumber(),
        partition_by=[F("subject_kind"), F("subject_pk")],
        order_by=[F("reason__severity").desc(), F("pk").desc()],
    )
    rows = Report.objects.unanswered().filter(subject_pk__in=pks).annotate(place=place)
    shown = rows.filter(place__lte=REPORTS_SHOWN).select_related("reporter", "reason__decides_as")
    yield from shown.order_by("place")


def _reason(reports: Any) -> str:
    """That of the worst report, if moderators may still choose it; spam where nobody has complained."""
    worst = max(reports, key=lambda report: report.reason.severity, default=None)
    if worst is None:
        return Reason.SPAM
    reason = worst.reason.decides_as
    return reason.code if reason.is_offered else Reason.OTHER


def _records(author_pks: set[int]) -> dict[int, Record]:
    rows = (
        Post.objects.filter(author__in=author_pks)
        .order_by()
        .values_list("author")
        .annotate(
            published=Count("pk", filter=Q(status=PostStatus.PUBLISHED)),
            hidden=Count("pk", filter=Q(status=PostStatus.HIDDEN)),
        )
    )
    return {pk: Record(published, hidden) for pk, published, hidden in rows}
