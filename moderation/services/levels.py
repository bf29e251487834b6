"""Changes of trust levels, by a rule or by hand: each on record with who, why, from and to; each can be taken back."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from accounts.models import TrustLevel, TrustRule, User
from feed.errors import NotAllowedError
from feed.services import trusting
from moderation.models import NEW_LEVEL, OLD_LEVEL, Decision, Reason, SubjectKind, Verb
from moderation.services.members import lock_member, subject_of
from moderation.services.records import Ruling, Subject, record


def promote_members(*, now: datetime) -> int:
    """Lift everybody who has done what the next level takes, one level at a time; returns how many rose.

    Whom somebody's word put on a lower level rises by somebody's word only.
    """
    return sum(_promote_to(rule, now=now) for rule in trusting.levels_to_reach())


@transaction.atomic
def _promote_to(rule: TrustRule, *, now: datetime) -> int:
    risen = trusting.lift_to(rule, among=_free_to_rise(), now=now)
    ruling = Ruling(None, Reason.IN_ORDER)
    for member in risen:
        subject = _subject(member, to=TrustLevel(rule.level))
        record(Verb.LEVEL, subject=subject, ruling=ruling)
    return len(risen)


@transaction.atomic
def set_level(
    *, member: User, level: TrustLevel, actor: User, reason: str, note: str = ""
) -> Decision | None:
    """Put a member on a level by hand. None if that is so already.

    Raises:
        NotAllowedError: the actor is no administrator.
    """
    if not actor.is_superuser:
        raise NotAllowedError
    locked = lock_member(member, actor=None)
    return _move(locked, to=level, verb=Verb.LEVEL, ruling=Ruling(actor, reason, note))


@transaction.atomic
def vouch_for_member(
    *, member: User, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """End a member's probation. None if it is over. Raises as `lock_member`."""
    ruling = Ruling(actor, reason, note)
    locked = lock_member(member, actor=actor)
    if locked.trust_level != TrustLevel.NEW:
        return None
    return _move(locked, to=TrustLevel.BASIC, verb=Verb.VOUCH, ruling=ruling)


def restore_level(decision: Decision, *, ruling: Ruling) -> Decision | None:
    """Put the member back on the level before; None where somebody moved him since, or he is gone."""
    member = User.objects.select_for_update().filter(pk=decision.subject_pk).first()
    old, new = decision.evidence.get(OLD_LEVEL), decision.evidence.get(NEW_LEVEL, TrustLevel.BASIC)
    if member is None or old is None or member.trust_level != new:
        return None
    return _move(member, to=TrustLevel(old), verb=Verb.LEVEL, ruling=ruling)


def _move(member: User, *, to: TrustLevel, verb: Verb, ruling: Ruling) -> Decision | None:
    """`member`: the row as it stands, locked."""
    if member.trust_level == to:
        return None
    decision = record(verb, subject=_subject(member, to=to), ruling=ruling)
    trusting.give_level(member, level=to)
    return decision


def _subject(member: User, *, to: TrustLevel) -> Subject:
    subject = subject_of(member)
    return replace(subject, evidence=subject.evidence | {NEW_LEVEL: int(to)})


def _free_to_rise() -> "QuerySet[User]":
    """All but those whose last change of level took them down."""
    changes = (
        Decision.objects.filter(
            subject_kind=SubjectKind.MEMBER,
            subject_pk=OuterRef("pk"),
            verb__in=(Verb.LEVEL, Verb.VOUCH),
            evidence__has_key=NEW_LEVEL,
        )
        .order_by("-pk")
        .annotate(rise=_level(NEW_LEVEL) - _level(OLD_LEVEL))
        .values("rise")[:1]
    )
    return User.objects.alias(last_rise=Coalesce(Subquery(changes), 1)).filter(Q(last_rise__gt=0))


def _level(key: str) -> Cast:
    return Cast(KT(f"evidence__{key}"), IntegerField())
