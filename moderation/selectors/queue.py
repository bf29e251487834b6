"""The review queue: everything that waits for a moderator, worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from accounts.models import Applicant, User
from feed.models import (
    MEMBER_KINDS,
    CampaignStatus,
    Comment,
    CommentStatus,
    Judgement,
    PendingEdit,
    Post,
    PostStatus,
    RuleHit,
    SpamCampaign,
)
from moderation.harm import chance_by_reports, either, expected_harm, views_per_hour
from moderation.models import (
    Appeal,
    AppealMessage,
    CaseKind,
    Claim,
    Reason,
    Report,
    SubjectKind,
    Verb,
)
from moderation.selectors.cases import NO_COMPLAINT, Case, Queue, Record
from moderation.selectors.neighbours import neighbours_of
from moderation.selectors.reports import about_texts_in
from moderation.selectors.waiting import (
    WEIGHED,
    Complaint,
    asked_pks,
    case_kind_of,
    complaints,
    doubted,
    hit_members,
    reported_pks,
    waiting_count,
)

SHOWN: Final = 30
TEXT_LENGTH: Final = 600
# What is thought of a text that rules held and the classifier did not judge; and of a change that waits.
UNJUDGED: Final = 0.5
# How urgent an appeal is, as the severity of a report.
TAKEN_AWAY: Final = {Verb.SUSPEND: 5.0, Verb.SILENCE: 4.0, Verb.HIDE: 2.0}
Complaints = dict[tuple[str, int], Complaint]


def review_queue(
    *, now: datetime, category_pks: frozenset[int] | None = None, also: Sequence[Case] = ()
) -> Queue:
    """At most SHOWN cases, by expected harm, which each day of waiting adds to (moderation.harm.urgency).

    `category_pks`: only texts of these categories, for a category moderator; None for everything. `also`: cases of other
    apps, which stand among the rest.
    """
    found = complaints(Q() if category_pks is None else about_texts_in(category_pks))
    in_reach = Q() if category_pks is None else Q(category__in=category_pks)
    below = Q() if category_pks is None else Q(post__category__in=category_pks)
    sources = [_posts(found, now, in_reach), _comments(found, now, below)]
    if category_pks is None:
        sources += [_members(found), _edits(), _campaigns(now), _appeals(), _applicants()]
    weighed = list(_weighed([*also, *chain.from_iterable(sources)]))
    cases = sorted(weighed, key=lambda case: (-case.urgency(now=now), case.since))
    count = waiting_count() + len(also) if category_pks is None else len(cases)
    return Queue(cases=_with_context(cases[:SHOWN], now=now), waiting_count=count)


def _posts(found: Complaints, now: datetime, in_reach: Q) -> Iterator[Case]:
    within = Post.objects.filter(in_reach)
    held = within.filter(status=PostStatus.HELD).order_by("pk").values("pk")[:WEIGHED]
    is_due = Q(pk__in=held) | Q(
        pk__in=[*reported_pks(found, SubjectKind.POST), *asked_pks(CaseKind.POST, within)]
    )
    for post in within.filter(is_due).select_related("author"):
        since = post.published_at or post.created_at
        yield Case(
            kind=CaseKind.POST,
            pk=post.pk,
            title=post.title,
            text=_begin(post.body),
            since=since,
            author=post.author,
            deeds=_deeds(is_held=post.is_held, is_live=post.is_live),
            views_per_hour=_rate(post, now) if post.is_live else 0.0,
            complaint=found.get((CaseKind.POST, post.pk), NO_COMPLAINT),
        )


def _comments(found: Complaints, now: datetime, in_reach: Q) -> Iterator[Case]:
    within = Comment.objects.filter(in_reach)
    held = within.filter(status=CommentStatus.HELD).order_by("pk").values("pk")[:WEIGHED]
    is_due = Q(pk__in=held) | Q(
        pk__in=[*reported_pks(found, SubjectKind.COMMENT), *asked_pks(CaseKind.COMMENT, within)]
    )
    comments = within.filter(is_due).exclude(status=CommentStatus.DELETED)
    for comment in comments.select_related("author", "post"):
        yield Case(
            kind=CaseKind.COMMENT,
            pk=comment.pk,
            title=comment.post.title,
            text=_begin(comment.body),
            since=comment.created_at,
            author=comment.author,
            deeds=_deeds(is_held=comment.is_held, is_live=comment.is_live),
            views_per_hour=_rate(comment.post, now) if comment.is_live else 0.0,
            complaint=found.get((CaseKind.COMMENT, comment.pk), NO_COMPLAINT),
        )


def _members(found: Complaints) -> Iterator[Case]:
    """Who was reported, and whose name or profile looks suspicious."""
    reported = Q(pk__in=reported_pks(found, SubjectKind.MEMBER))
    doubted_or_hit = Q(pk__in=doubted()) | Q(pk__in=hit_members())
    for member in User.objects.filter(reported | doubted_or_hit):
        yield Case(
            kind=CaseKind.MEMBER,
            pk=member.pk,
            title=member.name,
            text=_begin(member.bio),
            since=member.date_joined,
            author=member,
            deeds=("keep", "warn", "silence", "suspend"),
            complaint=found.get((CaseKind.MEMBER, member.pk), NO_COMPLAINT),
        )


def _begin(text: str) -> str:
    """The beginning of a text, with a mark where it goes on."""
    return text if len(text) <= TEXT_LENGTH else f"{text[:TEXT_LENGTH].rstrip()} …"


def _edits() -> Iterator[Case]:
    edits = PendingEdit.objects.waiting().select_related("post", "editor").order_by("pk")
    for edit in edits[:WEIGHED]:
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


def _campaigns(now: datetime) -> Iterator[Case]:
    """Made from one template by n authors: the more, the less likely by chance (1 - 1/n)."""
    found = SpamCampaign.objects.filter(status=CampaignStatus.FOUND).values("pk")
    is_due = Q(pk__in=found.order_by("-post_count", "pk")[:WEIGHED]) | Q(
        pk__in=found.order_by("pk")[:WEIGHED]
    )
    campaigns: QuerySet[Any] = SpamCampaign.objects.filter(is_due)
    for campaign in campaigns.annotate(views=Sum("prints__post__view_count", default=0)):
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


def _appeals() -> Iterator[Case]:
    """Somebody waits for another moderator; the more was taken from him, the more urgent."""
    open_ones: QuerySet[Any] = (
        Appeal.objects.unanswered().select_related("decision", "member").order_by("pk")
    )
    first = AppealMessage.objects.filter(appeal=OuterRef("pk")).order_by("pk").values("words")[:1]
    for appeal in open_ones.annotate(words=Subquery(first))[:WEIGHED]:
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


def _applicants() -> Iterator[Case]:
    """Somebody wants to come in; nobody is harmed while he waits, but he may go away."""
    waiting = list(Applicant.objects.waiting().select_related("member").order_by("pk")[:WEIGHED])
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
    rows = Report.objects.unanswered().filter(subject_pk__in=pks)
    for report in rows.select_related("reporter", "reason").order_by("-pk")[: SHOWN * 10]:
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


def _reason(reports: Any) -> Reason:
    """That of the worst report; spam where nobody has complained."""
    worst = max(reports, key=lambda report: report.reason.severity, default=None)
    return Reason(worst.reason.decides_as) if worst else Reason.SPAM


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
