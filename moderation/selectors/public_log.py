"""What everybody may know of the moderators' work: what was decided and why, never about whom."""

from dataclasses import asdict, dataclass
from typing import Final

from django.db.models import Q

from config.keyset import Order, Page, read_page
from moderation.models import Decision, DecisionQuerySet, SubjectKind, Verb
from moderation.selectors.decision_reasons import all_codes

ORDER: Final = Order("decisions", "created_at")
# Names, words and notes stay with the member concerned and the moderators.
PUBLIC_FIELDS: Final = ("verb", "subject_kind", "reason", "reason_words", "created_at", "actor_id")
BY: Final = ("moderator", "rule")


@dataclass(frozen=True)
class Filters:
    """What is asked of the log; each "" for all. A value that is no choice of ours becomes ""."""

    verb: str = ""
    reason: str = ""
    kind: str = ""
    by: str = ""

    def cleaned(self) -> "Filters":
        """Asks for the reasons where one is named."""
        return Filters(
            verb=self.verb if self.verb in Verb.values else "",
            reason=self.reason if self.reason and self.reason in all_codes() else "",
            kind=self.kind if self.kind in SubjectKind.values else "",
            by=self.by if self.by in BY else "",
        )

    def as_query(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def public_log(
    *, verb: str = "", reason: str = "", kind: str = "", by: str = "", cursor: str | None
) -> Page[Decision]:
    """One page of decisions, newest first; see Filters. Raises BadCursorError."""
    filters = Filters(verb=verb, reason=reason, kind=kind, by=by)
    return read_page(public_decisions(filters), order=ORDER, cursor=cursor)


def public_decisions(filters: Filters) -> DecisionQuerySet:
    """The decisions that fit, with no more columns than everybody may know; not that members rose by themselves."""
    earned = Q(verb=Verb.LEVEL, actor=None)
    decisions = Decision.objects.exclude(earned).only(*PUBLIC_FIELDS)
    if filters.verb:
        decisions = decisions.filter(verb=filters.verb)
    if filters.reason:
        decisions = decisions.filter(reason=filters.reason)
    if filters.kind:
        decisions = decisions.filter(subject_kind=filters.kind)
    if filters.by:
        decisions = decisions.filter(actor__isnull=filters.by == "rule")
    return decisions
