"""Programs of moderators write, try, watch, enforce and retire rules."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from pytest_django import DjangoAssertNumQueries

from accounts.models import CATEGORY_MODERATORS, EDITORS, Scope, User
from feed.models import RuleVersion, WrittenRule
from tests.admin.conftest import make_administrator, make_sponsor_manager
from tests.factories import make_member, make_moderator, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db

FLIGHTS: dict[str, Any] = {
    "name": "Flights", "conditions": [{"fact": "text", "operator": "contains", "value": "cheap flights"}],
}  # fmt: skip


@pytest.fixture
def mona() -> Program:
    return Program(make_moderator())


def with_role(name: str, role: str) -> User:
    member = make_member(name, is_staff=True)
    member.groups.add(Group.objects.get(name=role))
    return member


def test_a_rule_is_written_tried_watched_enforced_and_retired(mona: Program) -> None:
    hit = make_post(title="Cheap flights")
    for _number in range(11):
        make_post()

    made = mona.post("rules/", FLIGHTS)
    path = f"rules/{made.json()['id']}/"
    too_soon = mona.put(f"{path}state/", {"state": "enforced", "version": 1})
    trial = mona.post(f"{path}trial/")
    states = [
        mona.put(f"{path}state/", {"state": state, "version": 1})
        for state in ("shadow", "enforced", "off")
    ]

    assert (made.status_code, made.json()["state"]) == (201, "off")
    assert made.json()["conditions"] == FLIGHTS["conditions"]
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "not_possible")
    assert {name: trial.json()[name] for name in ("texts", "hits", "undecided", "is_wide")} == {
        "texts": 12, "hits": 1, "undecided": 1, "is_wide": False,
    }  # fmt: skip
    assert [each["id"] for each in trial.json()["shown"]] == [hit.pk]
    assert [each.json()["state"] for each in states] == ["shadow", "enforced", "off"]
    assert mona.get(path).json()["tried_hits"] == 1
    assert [each["name"] for each in mona.get("rules/").json()] == ["Flights"]
    assert RuleVersion.objects.count() == 4


def test_a_rule_that_hits_everything_is_enforced_only_by_who_repeats_the_figure(
    mona: Program,
) -> None:
    for _number in range(3):
        make_post(title="Cheap flights")
    path = f"rules/{mona.post('rules/', FLIGHTS).json()['id']}/"
    trial = mona.post(f"{path}trial/").json()
    mona.put(f"{path}state/", {"state": "shadow", "version": 1})

    refused = mona.put(f"{path}state/", {"state": "enforced", "version": 1})
    wrong = mona.put(f"{path}state/", {"state": "enforced", "version": 1, "hits": 2})
    meant = mona.put(f"{path}state/", {"state": "enforced", "version": 1, "hits": trial["hits"]})

    assert trial["is_wide"]
    assert [each.status_code for each in (refused, wrong, meant)] == [409, 409, 200]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"conditions": []}, "/conditions"),
        ({"conditions": [{"fact": "words", "operator": "contains", "value": "5"}]}, "/conditions/0/value"),
        ({"conditions": [{"fact": "text", "operator": "matches", "value": "(a"}]}, "/conditions/0/value"),
        ({"conditions": [{"fact": "moon", "operator": "is", "value": "5"}]}, "/conditions/0/fact"),
        ({"action": "tag"}, "/tag"),
        ({"action": "tag", "tag": "Bees", "conditions": [{"fact": "kind", "operator": "is", "value": "comment"}]}, "/action"),
        ({"conditions": [{"fact": "kind", "operator": "is", "value": "profil"}]}, "/conditions/0/value"),
        ({"state": "enforced"}, "/state"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(
    mona: Program, change: dict[str, Any], pointer: str
) -> None:
    answer = mona.post("rules/", FLIGHTS | change)

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert not WrittenRule.objects.exists()


def test_names_versions_and_rules_that_are_not_there(mona: Program) -> None:
    made = mona.post("rules/", FLIGHTS).json()

    assert mona.post("rules/", FLIGHTS).status_code == 409
    stale = mona.put(f"rules/{made['id']}/state/", {"state": "shadow", "version": 7})
    assert (stale.status_code, WrittenRule.objects.get().state) == (409, "off")
    assert mona.get("rules/999/").status_code == 404
    assert mona.post("rules/999/trial/").status_code == 404
    assert mona.delete(f"rules/{made['id']}/").status_code == 405


def test_only_moderators_come_to_rules_and_answer_appeals(mona: Program) -> None:
    rule = mona.post("rules/", FLIGHTS).json()["id"]
    people = [
        make_member("bob"), make_sponsor_manager(), with_role("cato", CATEGORY_MODERATORS),
        with_role("edo", EDITORS),
    ]  # fmt: skip

    for program in map(Program, people):
        answers = [
            program.get("rules/"), program.get(f"rules/{rule}/"), program.post("rules/", FLIGHTS),
            program.post(f"rules/{rule}/trial/"),
            program.put(f"rules/{rule}/state/", {"state": "shadow", "version": 1}),
            program.put("decisions/1/appeal/answer/", {"state": "upheld", "words": "No."}),
        ]  # fmt: skip
        assert {each.status_code for each in answers} == {403}
    assert Program(make_administrator()).get("rules/").status_code == 200
    assert Program(None).get("rules/").status_code == 401
    small = Program(make_moderator(), Scope.READ)
    assert small.get("rules/").json()["scope"] == Scope.MODERATION
    assert WrittenRule.objects.get().state == "off"


def test_ten_rules_ask_as_often_as_one(
    mona: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        mona.post("rules/", FLIGHTS | {"name": f"Flights {number}"})

    with django_assert_max_num_queries(5):
        assert len(mona.get("rules/").json()) == 10
