"""What a web process remembers around its pages, and forgets when it is touched."""

from collections.abc import Iterator

import pytest

from config.freshness import SITE, TOUCHED, log_key, remembered
from config.redis import Client as Redis


@pytest.fixture
def answers(following: Redis) -> Iterator[int]:
    """Numbers, one for each time that something is made, in a process that follows the log."""
    return iter(range(1, 100))


def test_it_is_made_once_until_it_is_touched(answers: Iterator[int], redis: Redis) -> None:
    first, second = (remembered("number", lambda: next(answers)) for _ in range(2))
    redis.xadd(log_key(), {TOUCHED: f"post:1 {SITE}"})
    third = remembered("number", lambda: next(answers))

    assert (first, second, third) == (1, 1, 2)


def test_it_is_not_forgotten_for_something_else(answers: Iterator[int], redis: Redis) -> None:
    remembered("number", lambda: next(answers))
    redis.xadd(log_key(), {TOUCHED: "post:1"})

    assert remembered("number", lambda: next(answers)) == 1


def test_what_is_touched_while_it_is_made_is_made_again(
    answers: Iterator[int], redis: Redis
) -> None:
    def make() -> int:
        redis.xadd(log_key(), {TOUCHED: SITE})
        return next(answers)

    assert [remembered("number", make) for _ in range(2)] == [1, 2]


def test_without_redis_nothing_is_remembered(answers: Iterator[int], redis_down: None) -> None:
    assert [remembered("number", lambda: next(answers)) for _ in range(2)] == [1, 2]
