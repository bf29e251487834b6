"""What calls deeply has room for its frames; what the start needed is let go."""

import hashlib
import resource

import psutil
import pytest

from config.thrift import MAPS, _let_go_of_code, with_room

CALLS = 300
DEEPEST = 400
CHECKED = "a190319f"


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


@pytest.mark.skipif(
    not MAPS.exists(), reason="NOT MEASURED what code is let go: Linux alone lists it"
)
def test_code_that_is_let_go_comes_back_when_it_is_needed() -> None:
    this = psutil.Process()
    before = this.memory_info().rss

    _let_go_of_code(MAPS.read_text())
    after = this.memory_info().rss

    assert after < before
    assert hashlib.sha256(b"libcrypto").hexdigest()[:8] == CHECKED
