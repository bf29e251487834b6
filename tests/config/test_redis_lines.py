"""Threads that have a connection to themselves: web servers end idle threads and start others, for months."""

from threading import Thread

from config import redis

# Pools of redis-py make a hundred connections in their life.
THREADS = 150


def test_any_number_of_threads_may_come_and_go(redis: redis.Client) -> None:
    answers: list[int] = []
    before = connections(redis)

    for _ in range(THREADS):
        thread = Thread(target=lambda: answers.append(next_number(redis)))
        thread.start()
        thread.join()

    assert answers == list(range(1, THREADS + 1))
    assert connections(redis) <= before + 2


def next_number(client: redis.Client) -> int:
    return int(redis.ask(client, "INCR", redis.key("test", "threads")))


def connections(client: redis.Client) -> int:
    """To this worker's database; others have their own on the same server."""
    own = str(client.connection_pool.connection_kwargs.get("db", 0))
    return sum(each["db"] == own for each in client.client_list())
