"""An event kind of the tests' own, whose counts land in the database."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from counting.kinds import REGISTRY, BatchKind
from tests.counting.reporting import BROWSER, apply_probe


@pytest.fixture(autouse=True)
def probe(monkeypatch: pytest.MonkeyPatch) -> BatchKind:
    """Counts a visitor once per subject in half an hour."""
    kind = BatchKind(name="probe", window=timedelta(minutes=30), apply=apply_probe)
    monkeypatch.setitem(REGISTRY, "probe", kind)
    return kind


@pytest.fixture
def browser_client(client: Client) -> Client:
    """Sends what a browser on one of our own pages sends."""
    client.defaults.update({"HTTP_USER_AGENT": BROWSER, "HTTP_SEC_FETCH_SITE": "same-origin"})
    return client


@pytest.fixture
def send(browser_client: Client) -> Any:
    """Call with tokens and headers; posts them as a browser does, answers the response."""

    def post(*tokens: str, **extra: Any) -> Any:
        return browser_client.post(
            reverse("counting:beacon"),
            json.dumps({"tokens": tokens}),
            content_type="text/plain;charset=UTF-8",
            **extra,
        )

    return post
