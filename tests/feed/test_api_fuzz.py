"""Nothing that can be made up from the description of the API is an error of ours, or answered otherwise than described."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Scope, User
from accounts.services.personal_tokens import make_token
from config.testing import fuzz
from sponsors.models import Review, Seat
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.feed import fuzzing
from tests.sponsors.factories import make_creative

# `make fuzz-api` asks for longer, in every phase and role; the suite asks each operation once, as the role that may do most.
SECONDS = int(os.environ.get("FUZZ_SECONDS", "0"))
PHASES = os.environ.get("FUZZ_PHASES", "fuzzing").split()
TOKENS = 10


def _sponsor() -> User:
    """A member who acts for a sponsor."""
    alice, creative = make_member("alice"), make_creative(review=Review.WAITING)
    Seat.objects.create(sponsor=creative.sponsor, member=alice)
    return alice


ROLES: dict[str, Callable[[], User | None]] = {
    "anonymous": lambda: None,
    "member": lambda: make_member("alice"),
    "sponsor": _sponsor,
    "moderator": make_moderator,
    "administrator": lambda: make_member("olga", is_staff=True, is_superuser=True),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(SECONDS + 6 * fuzzing.GRACE_SECONDS)  # the tables are made in this time, too
@pytest.mark.parametrize("role", ROLES if "FUZZ_SECONDS" in os.environ else ["moderator"])
def test_every_answer_is_as_described(
    role: str, live_site: str, settings: Settings, tmp_path: Path
) -> None:
    settings.TRUSTED_PROXIES = 1  # so that requests come from many addresses
    make_comment(post=make_post(author=make_member("alice")))
    member = ROLES[role]()
    tokens = dict(_token(member, number) for number in range(TOKENS)) if member else {}

    reports = [
        fuzzing.run(
            live_site, tokens=tokens, seconds=SECONDS // len(PHASES), phases=each, folder=tmp_path
        )
        for each in PHASES
    ]

    fuzzing.note(reports, role=role, path=os.environ.get("FUZZ_REPORT", ""))
    assert [report for report in reports if report.wrong] == [], _told(reports)
    assert all(report.cases > 50 for report in reports), _told(reports)


def _told(reports: list[fuzzing.Report]) -> str:
    return "\n".join(report.told for report in reports)


def _token(member: User, number: int) -> tuple[int, str]:
    row, key = make_token(
        member=member, name=f"fuzz {number}", scopes=Scope, lifetime=timedelta(days=1)
    )
    return row.pk, key


def test_a_finding_is_told_and_kept_whatever_the_program_thinks_of_it(tmp_path: Path) -> None:
    """It was content once after it had told of a finding, and nobody could read which."""
    clean, found = fuzzing.Report(70, 0, "fine"), fuzzing.Report(60, 0, "1. Test Case ID: aB1")
    stopped, counts = fuzzing.Report(0, 1, "no such site"), tmp_path / "report.jsonl"

    for role, reports in (("member", [clean, found]), ("sponsor", [stopped]), ("nobody", [clean])):
        fuzzing.note(reports, role=role, path=str(counts), kept=tmp_path)

    rows = [json.loads(line) for line in counts.read_text().splitlines()]
    assert [row["findings"] for row in rows] == [1, 1, 0]
    assert [(tmp_path / f"api-{role}.txt").read_text() for role in ("member", "sponsor")] == [
        found.told, stopped.told,
    ]  # fmt: skip
    assert not (tmp_path / "api-nobody.txt").exists()
    assert [clean.wrong, found.wrong, stopped.wrong] == ["", found.told, stopped.told]
    assert [fuzz.verdict(rows[:2], status=0), fuzz.verdict(rows[2:] * 5, status=0)] == [2, 0]
    assert [fuzz.verdict(rows[:1] * 5, status=0), fuzz.verdict(rows[2:] * 5, status=1)] == [1, 1]
