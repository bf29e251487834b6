"""`/metrics` tells numbers to who knows the token, and nobody else that it is there."""

import re

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from config.redis import Client, broker
from config.runs import queue_key

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-the-watcher"
LINE = re.compile(r'(# TYPE \w+ (?:gauge|counter)|\w+\{(\w+="\w+",?)+\} [0-9.e+-]+)')


def ask(client: Browser, token: str) -> tuple[int, str]:
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.content.decode()


def test_watcher_reads_checks_and_the_queue(
    client: Browser, redis: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = TOKEN
    broker().lpush(queue_key("texts"), "message")

    status, text = ask(client, TOKEN)

    assert status == 200
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert 'broadsheet_check_ok{check="postgresql"} 1' in text
    assert 'broadsheet_check_ok{check="beat"} 0' in text
    assert 'broadsheet_queue_length{queue="texts"} 1' in text
    assert 'broadsheet_queue_length{queue="celery"} 0' in text


@pytest.mark.parametrize(("known", "given"), [(TOKEN, "wrong"), (TOKEN, ""), ("", "")])
def test_nobody_else_learns_of_it(
    client: Browser, settings: Settings, known: str, given: str
) -> None:
    settings.METRICS_TOKEN = known

    assert ask(client, given)[0] == 404


def test_without_redis_the_rest_is_told(
    client: Browser, redis_down: None, settings: Settings
) -> None:
    settings.METRICS_TOKEN = TOKEN

    status, text = ask(client, TOKEN)

    assert status == 200
    assert 'broadsheet_check_ok{check="redis_broker"} 0' in text
    assert "queue_length" not in text
