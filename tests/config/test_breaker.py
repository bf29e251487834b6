"""A server that did not answer is left alone for a while, then tried by one."""

from config.breaker import REST_SECONDS, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nobody_asks_while_the_server_rests_then_one_tries() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    assert breaker.may_ask()
    breaker.failed()

    clock.now += REST_SECONDS - 0.1
    assert not breaker.may_ask()
    clock.now += 0.1
    assert [breaker.may_ask() for _ in range(3)] == [True, False, False]
    clock.now += REST_SECONDS  # whoever tried was never heard of
    assert breaker.may_ask()
    breaker.worked()
    assert all(breaker.may_ask() for _ in range(3))
