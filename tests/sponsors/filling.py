"""What a page asks for once it is there."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sponsors.page import Subject


def make_context(*, language: str = "en", category: int = 0, tags: tuple[int, ...] = ()) -> str:
    return Subject(language, category, tags).token(now=timezone.now())


def fill(client: Client, *codes: str, context: str | None = None, **query: Any) -> list[Any]:
    """What a page gets for its slots: HTML, or None."""
    asked = {"slots": ",".join(codes), "context": context or make_context()}
    response = client.get(reverse("sponsors:fill"), asked | query)
    assert response.status_code == 200, response.content
    slots: list[Any] = response.json()["slots"]
    return slots


def advertisers(slots: list[Any]) -> list[str]:
    return [name for html in slots if html for name in re.findall(r'"Sponsor: ([^"]+)"', html)]


def token(html: str, kind: str) -> str:
    """The token of a kind in a filled slot."""
    found = re.search(rf"{kind}\.[\w.~-]+", html)
    assert found, html
    return found[0]
