"""Instants come from PostgreSQL as they went, whichever way they are asked for."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection

from accounts.models import User
from config.prepared import prepared
from tests.factories import make_member

pytestmark = pytest.mark.django_db

AMSTERDAM = timezone(timedelta(hours=2))
WRITTEN = (
    datetime(2026, 7, 1, 14, 30, 0, 123456, tzinfo=AMSTERDAM),
    datetime(1911, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
)


@pytest.mark.parametrize("written", WRITTEN)
def test_an_instant_is_read_in_utc_by_every_kind_of_cursor(written: datetime) -> None:
    member = make_member("bob")
    members = User.objects.filter(pk=member.pk)
    members.update(date_joined=written)
    query = "SELECT date_joined FROM accounts_user WHERE id = %s"

    with connection.cursor() as cursor:
        cursor.execute(query, [member.pk])
        read = [cursor.fetchone()[0]]
    read.append(prepared(query, [member.pk])[0][0])
    read.append(members.get().date_joined)
    read.extend(each.date_joined for each in members.iterator(chunk_size=1))

    assert read == [written] * 4
    assert {each.tzinfo for each in read} == {UTC}
