"""What is shared between readers is made once, as long as nothing it shows was touched, and never grows beyond its size."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

from config.freshness import SITE, TOUCHED, log_key
from config.redis import Client as Redis
from config.shared import Shared


def test_it_is_made_once_until_one_of_its_names_is_touched(following: Redis) -> None:
    made, shared = count(), Shared[int](size=5)

    def get() -> int:
        return shared.get("page", lambda: next(made), names=lambda _one: ["post:1"])

    found = [get(), get()]
    for told in ("post:2", "post:1", SITE):
        following.xadd(log_key(), {TOUCHED: told})
        found.append(get())

    assert found == [0, 0, 0, 1, 2]


def test_it_keeps_no_more_than_its_size(following: Redis) -> None:
    shared = Shared[int](size=2)
    for number in range(5):
        shared.get(number, lambda: 1, names=lambda _one: [])

    assert len(shared._kept) <= 2


def test_it_keeps_no_more_than_its_bytes(following: Redis) -> None:
    shared = Shared[int](size=50, most_bytes=100, weigh=lambda value: value)
    weights, kept = [30, 40, 30, 40, 500, 20], []
    coming = iter(weights)
    for number in range(len(weights)):
        shared.get(number, lambda: next(coming), names=lambda _one: [])
        kept.append([one.value for one in shared._kept.values()])

    assert kept == [[30], [30, 40], [30, 40, 30], [40], [500], [20]]


def test_what_is_not_true_any_more_goes_before_it_is_made_anew(following: Redis) -> None:
    shared, there = Shared[str](size=5), []

    def make() -> str:
        there.append(len(shared._kept))
        return "a long conversation"

    for _turn in range(2):
        shared.get("page", make, names=lambda _one: ["post:1"])
        following.xadd(log_key(), {TOUCHED: "post:1"})

    assert there == [0, 0]


def test_of_those_who_ask_at_once_one_makes_it(following: Redis) -> None:
    made, others, shared = count(), Event(), Shared[int](size=5)

    def make() -> int:
        others.wait(0.2)  # as long as it takes them to come
        return next(made)

    def get(_number: int) -> int:
        return shared.get("page", make, names=lambda _one: [])

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(get, range(4))) == [0, 0, 0, 0]


def test_without_a_log_nothing_is_shared() -> None:
    made, shared = count(), Shared[int](size=5)

    assert [shared.get("page", lambda: next(made), names=lambda _one: []) for _ in "ab"] == [0, 1]
