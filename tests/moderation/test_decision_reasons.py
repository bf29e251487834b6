"""Reasons of decisions are rows of a table: the database holds that each decision has one, and keeps its words."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.utils import translation

from moderation import services
from moderation.errors import ReasonNotOfferedError
from moderation.models import RELIED_ON, Decision, DecisionReason, Reason, ReportReason
from moderation.standard_reasons import DECISION_REASONS, make_reasons
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.meanwhile import meanwhile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

# As the version before the table wrote it.
OLD_INSERT = """
    INSERT INTO moderation_decision (verb, subject_kind, subject_pk, subject_label, reason, note, evidence, member_pk, created_at)
    VALUES ('hide', 'post', 1, 'Rope', %s, '', '{}', %s, now()) RETURNING id
"""


def make_reason(code: str = "link-farm", **more: Any) -> DecisionReason:
    words = {"label": "part of a link farm", "explanation": "Links are for readers.", "position": 3}
    return DecisionReason.objects.create(code=code, **words | more)


def insert_as_before(reason: str, *, member_pk: int | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(OLD_INSERT, [reason, member_pk])
        [(pk,)] = cursor.fetchall()
    return int(pk)


def test_the_table_holds_what_the_program_knows_and_gets_back_what_is_missing() -> None:
    standard = [
        (reason.value, reason.label, explanation, is_spam)
        for reason, explanation, is_spam in DECISION_REASONS
    ]
    columns = ("code", "label", "explanation", "is_spam")

    assert list(DecisionReason.objects.values_list(*columns)) == standard

    ReportReason.objects.filter(code="off-topic").delete()
    DecisionReason.objects.filter(code="off_topic").delete()
    DecisionReason.objects.filter(code="abuse").update(label="unkind")
    make_reasons(using="default")

    found = DecisionReason.objects.in_bulk()
    assert set(found) == set(Reason.values)
    assert ReportReason.objects.get(code="off-topic").decides_as == found["off_topic"]
    assert found["abuse"].label == "unkind"


def test_the_version_before_writes_decisions_and_they_keep_their_meaning(client: Client) -> None:
    alice = make_member("alice")
    pk = insert_as_before("off_topic", member_pk=alice.pk)
    client.force_login(alice)

    DecisionReason.objects.filter(code="off_topic").update(label="boring")

    assert "off topic or a duplicate" in client.get(f"/decisions/{pk}/").text
    with translation.override("nl"):
        assert Decision.objects.get(pk=pk).why == "niet ter zake of dubbel"


def test_a_decision_without_a_reason_of_the_table_is_impossible() -> None:
    for spoil in (
        lambda: insert_as_before("nonsense"),
        lambda: Decision.objects.create(
            verb="hide", subject_kind="post", subject_pk=1, subject_label="x", reason_id="nonsense"
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()
    with pytest.raises(ReasonNotOfferedError):
        services.hide_post(post=make_post(), actor=make_moderator(), reason="nonsense")

    assert not Decision.objects.exists()


def test_used_reasons_and_those_that_the_program_relies_on_stay() -> None:
    row = make_reason()
    services.hide_post(post=make_post(), actor=make_moderator(), reason=row.code)

    with pytest.raises(ProtectedError):
        row.delete()
    for code in RELIED_ON:
        rows = DecisionReason.objects.filter(code=code.value)
        for spoil in (
            rows.delete,
            lambda rows=rows: rows.update(is_offered=False),
            lambda rows=rows: rows.update(code="x"),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                spoil()
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionReason.objects.filter(code="spam").update(is_spam=False)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM moderation_decisionreason WHERE code = 'link-farm'")


def test_a_withdrawn_reason_is_chosen_by_nobody_but_rules_and_stays_readable() -> None:
    mona, row = make_moderator(), make_reason()
    before = services.hide_post(post=make_post(), actor=mona, reason=row.code)
    DecisionReason.objects.filter(pk=row.pk).update(is_offered=False)
    comment = make_comment()

    with pytest.raises(ReasonNotOfferedError):
        services.hide_comment(comment=comment, actor=mona, reason=row.code)
    comment.refresh_from_db()
    assert comment.is_live
    by_rule = services.hide_comment(comment=comment, actor=None, reason=row.code)

    assert before
    assert by_rule
    assert (before.why, by_rule.why) == ("part of a link farm", "part of a link farm")


@pytest.mark.django_db(transaction=True)
def test_who_decides_while_the_words_change_decides_with_words_that_stood_and_waits_for_nobody() -> (
    None
):
    mona, post, row = make_moderator(), make_post(), make_reason()
    rows = DecisionReason.objects.filter(pk=row.pk)

    made = meanwhile(
        lambda: rows.update(label="other words", is_offered=False),
        lambda: services.hide_post(post=post, actor=mona, reason=row.code),
        then=Decision.objects.get,
    )

    assert isinstance(made, Decision)
    assert made.reason_words == "part of a link farm"
    with pytest.raises(ReasonNotOfferedError):
        services.hide_post(post=make_post(), actor=mona, reason=row.code)
