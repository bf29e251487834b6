"""Rules that moderators write: what holds, what follows, and what is refused."""

import time
from dataclasses import replace
from typing import Any

import pytest

from accounts.models import Notification
from feed.errors import NotAllowedError, NotPossibleError, TextRefusedError
from feed.models import Fact, Operator, RuleCondition, RuleHit, RuleState, RuleVersion, WrittenRule
from feed.services import publishing, ruling
from feed.spam.errors import BadConditionError
from feed.spam.written import Condition, Definition, Facts, hit_of, require_sound
from tests.factories import make_comment, make_draft, make_member, make_moderator, make_post

FACTS = Facts(
    kind="post", title="Cheap Flights", text="Cheap Flights\nBook at shop.example today", words=6, links=1,
    domain=("shop.example",), category="travel", language="en", probability=0.4, author="mallory", level=0, days=2,
)  # fmt: skip


def rule_of(*lines: tuple[str, str, str], match: str = "all", **fields: Any) -> Definition:
    conditions = tuple(Condition(*line) for line in lines)
    return Definition(1, 1, "Flights", match, fields.pop("action", "hold"), conditions, **fields)


def make_rule(
    *lines: tuple[str, str, str], state: RuleState = RuleState.ENFORCED, **fields: Any
) -> WrittenRule:
    rule = WrittenRule.objects.create(**({"name": "Flights", "action": "hold"} | fields))
    for fact, operator, value in lines or ((Fact.TEXT, Operator.CONTAINS, "cheap flights"),):
        RuleCondition.objects.create(rule=rule, fact=fact, operator=operator, value=value)
    WrittenRule.objects.filter(pk=rule.pk).update(state=state, tried_version=1)
    rule.refresh_from_db()
    return rule


def make_suspect(**fields: Any) -> Any:
    return make_post(author=make_member("mallory"), title="Cheap flights", **fields)


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        (("title", "contains", "cheap"), "Cheap"),
        (("text", "lacks", "train"), "–"),
        (("text", "lacks", "flights"), None),
        (("author", "is", "Mallory"), "mallory"),
        (("category", "is_not", "travel"), None),
        (("domain", "contains", "shop"), "shop"),
        (("text", "matches", r"book\s+at \w+"), "Book at shop"),
        (("days", "at_most", "3"), "2"),
        (("level", "at_least", "1"), None),
        (("probability", "at_least", "0,4"), "0.4"),
        (("links", "is", "1"), "1"),
        (("words", "is_not", "6"), None),
    ],
)
def test_each_comparison_holds_or_not(line: tuple[str, str, str], seen: str | None) -> None:
    assert hit_of(rule_of(line), FACTS) == (None if seen is None else (seen,))


def test_all_or_any_of_the_conditions_must_hold_and_none_at_all_never_do() -> None:
    lines = (("title", "contains", "cheap"), ("level", "at_least", "3"))

    assert hit_of(rule_of(*lines), FACTS) is None
    assert hit_of(rule_of(*lines, match="any"), FACTS) == ("Cheap",)
    assert hit_of(rule_of(match="any"), FACTS) is None


def test_an_expression_that_runs_for_ever_elsewhere_ends_at_once_here() -> None:
    evil = rule_of(("text", "matches", r"^(a+)+$"))
    text = "a" * 50_000 + "!"
    start = time.perf_counter()

    hit = hit_of(evil, replace(FACTS, text=text))

    assert hit is None
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "line",
    [
        ("text", "matches", "(unclosed"),
        ("text", "matches", r"(a)\1"),
        ("text", "matches", "(?=look)"),
        ("text", "at_least", "3"),
        ("days", "contains", "3"),
        ("days", "at_least", "three"),
        ("days", "at_least", "nan"),
        ("days", "at_least", "1e999"),
    ],
)
def test_a_line_that_cannot_be_is_refused_in_words(line: tuple[str, str, str]) -> None:
    with pytest.raises(BadConditionError, match=r"[a-z]"):
        require_sound(Condition(*line))


@pytest.mark.django_db
def test_a_rule_in_force_holds_with_its_evidence_and_one_that_is_watched_changes_nothing() -> None:
    make_rule(name="Watched", state=RuleState.SHADOW)
    make_rule(name="Asleep", state=RuleState.OFF)
    untouched = make_suspect()
    make_rule()

    held = make_suspect()

    assert untouched.is_live
    assert held.held_reasons[0] == "Flights"
    hits = RuleHit.objects.values_list("rule__name", "subject_pk", "was_enforced", "evidence")
    assert sorted(hits) == [
        ("Flights", held.pk, True, ["Cheap flights"]),
        ("Watched", untouched.pk, False, ["Cheap flights"]),
        ("Watched", held.pk, False, ["Cheap flights"]),
    ]


@pytest.mark.django_db
def test_a_rule_that_refuses_tells_the_author_what_it_was_told_to() -> None:
    make_rule(action="reject", words="Flights belong in the travel forum.")

    with pytest.raises(TextRefusedError, match=r"Flights belong in the travel forum\."):
        make_suspect()


@pytest.mark.django_db
def test_a_rule_that_tags_adds_its_tag_and_keeps_the_authors() -> None:
    make_rule(action="tag", tag="Travel")

    post = make_suspect(tags=("Fares", "Sun"))
    publishing.edit_post(
        post, editor=post.author, draft=make_draft(title="Cheap flights", tags=("Sun",))
    )

    assert sorted(post.tags.values_list("name", flat=True)) == ["Sun", "Travel"]


@pytest.mark.django_db
def test_a_rule_that_notifies_publishes_and_tells_each_moderator_once() -> None:
    mona = make_moderator()
    make_rule(action="notify")

    post = make_suspect()
    publishing.edit_post(post, editor=post.author, draft=make_draft(title="Cheap flights again"))
    comment = make_comment(body="Cheap flights here too.")

    assert post.is_live
    assert comment.is_live
    assert RuleHit.objects.unanswered().count() == 2
    assert Notification.objects.filter(recipient=mona).count() == 2


@pytest.mark.django_db
def test_moderators_texts_are_asked_no_rule() -> None:
    make_rule()

    assert make_post(author=make_moderator(), title="Cheap flights").is_live


@pytest.mark.django_db
def test_every_version_is_kept_and_a_change_takes_a_rule_out_of_force() -> None:
    mona = make_moderator()
    rule = make_rule(state=RuleState.OFF)
    first = ruling.keep_version(rule, editor=mona)
    WrittenRule.objects.update(state=RuleState.ENFORCED)

    same = ruling.keep_version(rule, editor=mona)
    RuleCondition.objects.update(value="cheap trains")
    second = ruling.keep_version(rule, editor=mona)

    rule.refresh_from_db()
    assert (first and first.number, same, second and second.number) == (1, None, 2)
    assert rule.state == RuleState.SHADOW
    assert [each.definition["conditions"][0][2] for each in RuleVersion.objects.order_by("pk")] == [
        "cheap flights", "cheap trains",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stored", "confirmed", "refusal"),
    [
        ({"state": "off"}, None, "watched first"),
        ({"tried_version": None}, None, "Try the rule"),
        ({"tried_hits": 90}, None, "90 of 100"),
        ({"tried_hits": 90}, 89, "90 of 100"),
        ({"version": 2}, None, "changed meanwhile"),
        ({"tried_hits": 90}, 90, ""),
        ({"tried_hits": 2}, None, ""),
    ],
)
def test_a_rule_is_put_in_force_watched_tried_and_if_it_is_wide_confirmed(
    stored: dict[str, Any], confirmed: int | None, refusal: str
) -> None:
    rule = make_rule(state=RuleState.SHADOW)
    WrittenRule.objects.update(**({"tried_hits": 1, "tried_texts": 100} | stored))
    mona = make_moderator()

    def enforce() -> WrittenRule:
        return ruling.set_state(
            rule, state=RuleState.ENFORCED, editor=mona, confirmed_hits=confirmed
        )

    if refusal:
        with pytest.raises(NotPossibleError, match=refusal):
            enforce()
        assert not RuleVersion.objects.exists()
    else:
        assert enforce().state == RuleState.ENFORCED
        assert RuleVersion.objects.get().state == RuleState.ENFORCED


@pytest.mark.django_db
def test_who_is_no_moderator_switches_nothing() -> None:
    rule = make_rule(state=RuleState.SHADOW)

    with pytest.raises(NotAllowedError):
        ruling.set_state(rule, state=RuleState.OFF, editor=make_member("mallory"))
