"""What orders the review queue, in plain numbers."""

from datetime import timedelta

import pytest

from moderation.harm import chance_by_reports, either, expected_harm, views_per_hour


def test_harm_is_the_product_of_readers_probability_and_severity() -> None:
    assert expected_harm(views_per_hour=120, probability=0.5, severity=3) == pytest.approx(180)


def test_what_nobody_reads_counts_as_one_reader_an_hour() -> None:
    assert expected_harm(views_per_hour=0, probability=0.5, severity=1) == pytest.approx(0.5)


def test_the_first_hour_is_not_extrapolated() -> None:
    assert views_per_hour(views=12, age=timedelta(minutes=1)) == pytest.approx(12)
    assert views_per_hour(views=12, age=timedelta(hours=4)) == pytest.approx(3)


@pytest.mark.parametrize(("weight", "chance"), [(0, 0), (4, 0.5), (12, 0.75)])
def test_reports_convince_by_their_weight(weight: float, chance: float) -> None:
    assert chance_by_reports(weight) == pytest.approx(chance)


def test_hints_add_up_without_reaching_certainty() -> None:
    assert either(0.5, 0.5) == pytest.approx(0.75)
    assert either(0.0, 0.3) == pytest.approx(0.3)
