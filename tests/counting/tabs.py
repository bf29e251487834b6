"""Tabs of a browser that does not say that it is headless: programs are shown no sponsor, and counted apart."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from config.redis import Client as Redis
from config.testing.browser import watch
from counting import tasks
from counting.models import EventTotal
from tests.counting.reporting import BROWSER


@pytest.fixture
def tab(browser: Browser, live_site: str, redis: Redis, problems: list[str]) -> Iterator[Page]:
    """A tab in a fresh profile."""
    with browser.new_context(base_url=live_site, locale="en-GB", user_agent=BROWSER) as context:
        watch(context, live_site, problems)
        yield context.new_page()
    assert not problems, "\n".join(problems)


@pytest.fixture
def reader(tab: Page) -> Page:
    """The same, its clock in our hands."""
    tab.clock.install()
    return tab


def counted(kind: str) -> dict[str, int]:
    """Events of one kind by class, once all that arrived is drained."""
    tasks.drain_all()
    return dict(EventTotal.objects.filter(kind=kind).values_list("event_class", "count"))


def wind(page: Page, seconds: int) -> None:
    """Let time pass and the beacon, if it then sends one, arrive."""
    page.clock.run_for(seconds * 1000)
