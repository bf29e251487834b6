"""Nothing that can be made up from the description of the API is an error of ours, or answered otherwise than described."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Scope, User
from accounts.services.personal_tokens import make_token
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
    told = "\n".join(report.told for report in reports)
    assert [report.status for report in reports] == [0] * len(PHASES), told
    assert all(report.cases > 50 for report in reports), told


def _token(member: User, number: int) -> tuple[int, str]:
    row, key = make_token(
        member=member, name=f"fuzz {number}", scopes=Scope, lifetime=timedelta(days=1)
    )
    return row.pk, key
