"""Rules that moderators write: kept in versions, tried before they are put in force, and asked about each text."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import MODERATORS, NotificationKind, User
from accounts.services.notifications import notify
from config.freshness import remembered, touch
from feed.errors import NotAllowedError, NotPossibleError
from feed.models import RuleAction, RuleCondition, RuleHit, RuleState, RuleVersion, WrittenRule
from feed.spam.errors import BadConditionError
from feed.spam.written import (
    Condition,
    Definition,
    Facts,
    hit_of,
    require_fitting,
    require_sound,
)

# Pages do not show rules, but processes remember them by this name.
RULES_SHOWN: Final = "rules"
# A rule that would have hit a larger share of the texts tried is put in force only by who repeats the figure.
WIDE_SHARE: Final = 0.1
Hits = tuple[tuple[Definition, tuple[str, ...]], ...]


@dataclass(frozen=True)
class RuleDraft:
    """A rule as it is written; the words are those of the choices in feed.models.rule."""

    name: str
    match: str
    action: str
    conditions: tuple[Condition, ...]
    tag: str = ""
    words: str = ""


def definition_of(rule: WrittenRule) -> Definition:
    """The rule as plain values; its conditions should be fetched ahead."""
    conditions = (Condition(each.fact, each.operator, each.value) for each in rule.conditions.all())
    return Definition(
        pk=rule.pk,
        version=rule.version,
        name=rule.name,
        match=rule.match,
        action=rule.action,
        conditions=tuple(conditions),
        tag=rule.tag,
        words=rule.words,
        state=rule.state,
    )


def hits_of(facts: Facts) -> Hits:
    """The rules in force or watched that hold for a text, with what they saw."""
    rules = remembered("rules", _awake, name=RULES_SHOWN)
    found = ((rule, hit_of(rule, facts)) for rule in rules)
    return tuple((rule, words) for rule, words in found if words is not None)


def refuses_some(kind: str) -> bool:
    """Whether a rule in force refuses texts of this kind."""
    rules = remembered("rules", _awake, name=RULES_SHOWN)
    return any(
        rule.is_enforced and rule.action == RuleAction.REJECT and kind in rule.kinds
        for rule in rules
    )


def keep_hits(hits: Hits, *, kind: str, pk: int, title: str, now: datetime | None = None) -> None:
    """Put hits on a text that has a row on record; a rule in force that only notifies tells the moderators once."""
    now = now or timezone.now()
    rows = [
        RuleHit(
            rule_id=rule.pk, version=rule.version, kind=kind, subject_pk=pk, hit_at=now,
            was_enforced=rule.is_enforced, evidence=list(words), is_open=_asks(rule),
        )
        for rule, words in hits
    ]  # fmt: skip
    asking = [rule for rule, _words in hits if _asks(rule)]
    known = set(RuleHit.objects.about(kind, pk).values_list("rule_id", "version")) if asking else ()
    RuleHit.objects.bulk_create(rows, ignore_conflicts=True)
    for rule in asking:
        if (rule.pk, rule.version) not in known:
            _tell_moderators(rule, kind=kind, pk=pk, title=title)


@transaction.atomic
def write_rule(draft: RuleDraft, *, editor: User) -> WrittenRule:
    """A new rule, switched off until it is tried.

    Raises:
        NotAllowedError: not a moderator.
        NotPossibleError: there is a rule of this name.
        BadConditionError: a condition that cannot be, or that what follows does not go with.
    """
    _require_moderator(editor)
    for condition in draft.conditions:
        require_sound(condition)
        require_fitting(condition, action=draft.action)
    said = {"match": draft.match, "action": draft.action, "tag": draft.tag, "words": draft.words}
    rule, is_new = WrittenRule.objects.get_or_create(name=draft.name, defaults=said)
    if not is_new:
        raise NotPossibleError(_("There is a rule of this name already."))
    RuleCondition.objects.bulk_create(
        RuleCondition(rule=rule, fact=each.fact, operator=each.operator, value=each.value)
        for each in draft.conditions
    )
    keep_version(rule, editor=editor)
    return rule


@transaction.atomic
def keep_version(rule: WrittenRule, *, editor: User) -> RuleVersion | None:
    """Put on record what a rule says since it was saved. None if it says the same as before.

    A rule that is in force and says something else is watched only, until it has been tried again.
    """
    _require_moderator(editor)
    rule = WrittenRule.objects.select_for_update().get(pk=rule.pk)
    said = _as_json(rule)
    last = rule.versions.order_by("-pk").first()
    if last and last.definition == said:
        return None
    rule.version += 1 if last else 0
    rule.state = RuleState.SHADOW if rule.state == RuleState.ENFORCED else RuleState(rule.state)
    rule.save(update_fields=["version", "state"])
    touch(RULES_SHOWN)
    return _record(rule, said, editor)


@transaction.atomic
def set_state(
    rule: WrittenRule, *, state: RuleState, editor: User, confirmed_hits: int | None = None
) -> WrittenRule:
    """Switch a rule off, have it watched, or put it in force; on record, the same state again changes nothing.

    Args:
        rule: as its dry run was shown to the editor; another version since is refused.
        confirmed_hits: the figure of the dry run as the editor repeated it; needed where the rule is wide.

    Raises:
        NotAllowedError: not a moderator.
        NotPossibleError: not watched or not tried before, changed since, wide and not confirmed, or without effect.
    """
    _require_moderator(editor)
    seen, rule = rule, WrittenRule.objects.select_for_update().get(pk=rule.pk)
    if rule.version != seen.version:
        raise NotPossibleError(_("The rule was changed meanwhile. Look at it again."))
    if state != RuleState.OFF and (objection := objection_to_rule(rule)):
        raise NotPossibleError(objection)
    if state == RuleState.ENFORCED:
        _require_tried(rule, confirmed_hits)
    if rule.state != state:
        rule.state = state
        rule.save(update_fields=["state"])
        _record(rule, _as_json(rule), editor)
        touch(RULES_SHOWN)
    return rule


def objection_to_rule(rule: WrittenRule) -> str:
    """Why a rule that was written in an earlier version would do nothing, "" for one that does something."""
    try:
        for each in definition_of(rule).conditions:
            require_fitting(each, action=rule.action)
    except BadConditionError as error:
        return str(error)
    return ""


def keep_trial(rule: WrittenRule, *, hits: int, texts: int, now: datetime) -> None:
    """Put the figures of a dry run on record, for the version that was tried."""
    WrittenRule.objects.filter(pk=rule.pk, version=rule.version).update(
        tried_version=rule.version, tried_hits=hits, tried_texts=texts, tried_at=now
    )


def is_wide(*, hits: int, texts: int) -> bool:
    """Whether a rule hits so much that putting it in force needs a second look."""
    return hits > WIDE_SHARE * texts


def _require_tried(rule: WrittenRule, confirmed_hits: int | None) -> None:
    if rule.state == RuleState.OFF:
        raise NotPossibleError(_("Have the rule watched first, then put it in force."))
    if rule.tried_version != rule.version or rule.tried_hits is None or rule.tried_texts is None:
        raise NotPossibleError(_("Try the rule before it is put in force."))
    wide = is_wide(hits=rule.tried_hits, texts=rule.tried_texts)
    if wide and confirmed_hits != rule.tried_hits:
        text = _(
            "This rule would have hit %(hits)s of %(texts)s texts. If you mean it, type the number of hits."
        )
        raise NotPossibleError(text % {"hits": rule.tried_hits, "texts": rule.tried_texts})


def _require_moderator(editor: User) -> None:
    if not editor.is_moderator:
        raise NotAllowedError


def _record(rule: WrittenRule, said: dict[str, Any], editor: User) -> RuleVersion:
    return RuleVersion.objects.create(
        rule=rule, number=rule.version, state=rule.state, definition=said, author=editor
    )


def _as_json(rule: WrittenRule) -> dict[str, Any]:
    names = ("name", "match", "action", "tag", "words")
    lines = [[each.fact, each.operator, each.value] for each in rule.conditions.all()]
    return {name: str(getattr(rule, name)) for name in names} | {"conditions": lines}


def _awake() -> tuple[Definition, ...]:
    rules = WrittenRule.objects.awake().prefetch_related("conditions")
    return tuple(map(definition_of, rules))


def _asks(rule: Definition) -> bool:
    return rule.is_enforced and rule.action == RuleAction.NOTIFY


def _tell_moderators(rule: Definition, *, kind: str, pk: int, title: str) -> None:
    moderators = User.objects.filter(is_active=True, is_staff=True, groups__name=MODERATORS)
    notify(
        recipient_pks=list(moderators.values_list("pk", flat=True)),
        kind=NotificationKind.MODERATION,
        actor=None,
        subject=f"rule:{rule.pk}:{kind}:{pk}",
        title=f"{rule.name}: {title}"[:200],
        url=reverse("moderation-queue"),
    )
