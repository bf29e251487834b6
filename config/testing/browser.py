"""Fixtures that drive a real Chromium against the site as it is really served.

A page fails its test for any console error, broken content policy, uncaught exception or request to
another host: a test that expects one removes it from `problems`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal, NoReturn
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    sync_playwright,
)
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from config.testing.chromium import (
    HOW_TO_DRIVE_IT,
    HOW_TO_GET_ONE,
    can_drive,
    chromium_flags,
    find_chromium,
)

TIMEOUT_MS = 10_000
# A click came before an animation between pages had begun, or the next page knows of none.
SKIPPED_TRANSITIONS = ("Transition was skipped", "Transition was aborted")
LOCAL_SCHEMES = ("data", "blob", "about")
# Every rule is asked; what passed is not written out, and style sheets are not fetched again for a rule that is off.
VIOLATIONS: Final = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}

Kind = Literal["whole", "light"]
AssertAccessible = Callable[[Page], None]


@pytest.fixture(scope="session")
def browsers() -> Iterator[Callable[[Kind], Browser]]:
    """One headless Chromium for each worker, whole or light; without one the test is skipped, and in CI it fails."""
    if not can_drive():
        _do_without(HOW_TO_DRIVE_IT)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        found: dict[Path, Browser] = {}

        def launched(kind: Kind) -> Browser:
            bundled = Path(playwright.chromium.executable_path)
            executable = find_chromium(bundled, is_whole=kind == "whole")
            if executable is None:
                _do_without(HOW_TO_GET_ONE)
            if executable not in found:
                flags = chromium_flags()
                found[executable] = playwright.chromium.launch(
                    executable_path=executable, args=flags
                )
            return found[executable]

        yield launched
        for each in found.values():
            each.close()


@pytest.fixture
def browser(request: pytest.FixtureRequest, browsers: Callable[[Kind], Browser]) -> Browser:
    """The light Chromium where there is one; the whole one for tests marked `whole_browser`."""
    return browsers("whole" if request.node.get_closest_marker("whole_browser") else "light")


def _do_without(advice: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(advice)
    pytest.skip(advice)


# Scripts come with the page, as for who was here before, and not after its first paint: `goto` waits for them.
HAS_BEEN_HERE: Final = "try { localStorage.visited = '1' } catch {}"


@pytest.fixture
def live_site(live_server: LiveServer, settings: Settings) -> str:
    """Address of the site, served with its static files and this worker's database; no slash at its end."""
    settings.BASE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the browser so far, in words."""
    return []


@pytest.fixture
def browser_context(
    browser: Browser, live_site: str, problems: list[str]
) -> Iterator[BrowserContext]:
    """A fresh browser profile in English at the live site."""
    with browser.new_context(base_url=live_site, locale="en-GB") as context:
        context.add_init_script(HAS_BEEN_HERE)
        watch(context, live_site, problems)
        yield context
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """A tab in a fresh profile."""
    return browser_context.new_page()


@pytest.fixture
def page_without_scripts(browser: Browser, live_site: str, problems: list[str]) -> Iterator[Page]:
    """A tab in a fresh profile that runs no JavaScript."""
    with browser.new_context(
        base_url=live_site, locale="en-GB", java_script_enabled=False
    ) as context:
        watch(context, live_site, problems)
        yield context.new_page()
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="session")
def assert_accessible() -> AssertAccessible:
    """Call with a page: fails, with axe-core's report, if it breaks an accessibility rule."""

    def check(page: Page) -> None:
        result = axe_of(page).run(page, options=VIOLATIONS)
        assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"

    return check


@pytest.fixture(scope="session")
def assert_legible() -> AssertAccessible:
    """Call with a page: fails if words stand too little apart from their ground; that alone is tried, so it is quick."""

    def check(page: Page) -> None:
        result = axe_of(page).run(page, options=VIOLATIONS | {"runOnly": ["color-contrast"]})
        assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"

    return check


def axe_of(page: Page) -> Axe:
    """axe-core, which is put into a page once."""
    return Axe("void 0" if page.evaluate("'axe' in window") else AXE_SCRIPT)


def watch(context: BrowserContext, site: str, problems: list[str]) -> None:
    """Note down everything that a page of ours must not do, from now on."""
    context.set_default_timeout(TIMEOUT_MS)

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text} ({message.location.get('url')})")

    def note_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in LOCAL_SCHEMES and parts.netloc != urlsplit(site).netloc:
            problems.append(f"request to another host: {request.url}")

    context.on("console", note_console)

    def note_error(error: WebError) -> None:
        if not any(each in str(error.error) for each in SKIPPED_TRANSITIONS):
            problems.append(f"uncaught: {error.error}")

    context.on("weberror", note_error)
    context.on("request", note_request)
