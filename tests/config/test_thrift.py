"""What calls deeply has room for its frames."""

import resource

import pytest

from config.thrift import with_room

CALLS = 300
DEEPEST = 400


def _leaf() -> None:
    """Has a frame as large as that of a long function."""


_leaf.__code__ = _leaf.__code__.replace(co_stacksize=200)


def _faults_at(depth: int) -> int:
    """How often the system gave memory while a function was called CALLS times so deep."""
    if depth:
        return _faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _call in range(CALLS):
        _leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_however_deep_a_call_stands_its_frame_has_a_place() -> None:
    def at_each_depth() -> int:
        return max(map(_faults_at, range(DEEPEST)))

    assert with_room(at_each_depth)() < CALLS


def test_what_is_given_room_answers_and_fails_as_before() -> None:
    def divide(number: int, *, by: int) -> float:
        return number / by

    assert with_room(divide)(6, by=3) == 2
    with pytest.raises(ZeroDivisionError):
        with_room(divide)(6, by=0)
