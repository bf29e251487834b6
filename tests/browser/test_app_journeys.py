"""The site on a device: read without a network, and told of news by the same worker, in a real Chromium."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts.delivery.push import message_of
from accounts.models import Notification, User
from feed.announcing import refresh
from tests.browser.conftest import Newsroom, sign_in
from tests.factories import make_comment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole_browser]

NO_PAGE_ERRORS = "Failed to load resource"
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
# What does not come about within ten seconds never will.
UNTIL = """async () => {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await (CONDITION);
    if (found) return found;
  }
  throw new Error("never came about");
}"""
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys())
    found[name] = (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname);
  return found;
}"""


def _kept(page: Page) -> dict[str, list[str]]:
    """Addresses by the name of their shelf."""
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found


def _until(page: Page, condition: str) -> Any:
    """What a script answers, as soon as that, or what it promises, is true."""
    return page.evaluate(UNTIL.replace("CONDITION", condition))


def _with_worker(page: Page, username: str) -> None:
    """Sign in, and wait until the worker has begun and acts for this tab."""
    sign_in(page, username)
    _until(page, READY)


def test_what_was_opened_is_read_without_a_network_until_the_member_signs_out(
    page: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    story, other = newsroom.post.get_absolute_url(), newsroom.answer.get_absolute_url()
    _with_worker(page, "bob")
    page.goto(story)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tram line costs more")
    page.goto("/settings/privacy/")
    page.goto("/")
    _until(page, f"({KEPT})().then((kept) => kept['articles-1']?.includes({story!r}))")
    assert _kept(page)["articles-1"] == [story]

    page.context.set_offline(True)
    page.goto(story)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tram line costs more")
    expect(
        page.get_by_text("You are offline. This is the page as you opened it before.")
    ).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        "Newsreader"
    )
    page.goto(other)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    page.get_by_role("link", name="Tram line costs more").click()
    page.wait_for_url(f"**{story}")
    page.goto("/settings/privacy/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")

    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="You are offline")).to_have_count(0)
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    _until(page, "caches.keys().then((names) => names.length === 0)")
    page.goto("/")
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )
    assert page.evaluate("caches.keys()") == []
    problems[:] = [each for each in problems if NO_PAGE_ERRORS not in each]


def test_the_page_without_a_network_speaks_the_readers_language(
    page: Page, newsroom: Newsroom, problems: list[str]
) -> None:
    User.objects.filter(username="bob").update(language="nl")
    _with_worker(page, "bob")
    page.goto(newsroom.post.get_absolute_url())
    _until(page, f"({KEPT})().then((kept) => kept['articles-1']?.length === 1)")

    page.context.set_offline(True)
    page.goto(newsroom.answer.get_absolute_url())

    expect(page.get_by_role("heading", level=1)).to_have_text("Je bent offline")
    expect(page.get_by_role("link", name="Tram line costs more")).to_be_visible()
    problems[:] = [each for each in problems if NO_PAGE_ERRORS not in each]


def test_a_pushed_message_is_shown_and_leads_to_what_it_is_about(
    page: Page, newsroom: Newsroom
) -> None:
    page.context.grant_permissions(["notifications"])
    _with_worker(page, "bob")
    reply = make_comment(parent=newsroom.comment, author=newsroom.alice, body="Just so.")
    refresh.refresh_due()
    told = Notification.objects.get(recipient__username="bob", subject=f"comment:{reply.pk}")

    _push(page, message_of(told, language="en").decode())

    [shown] = _shown(page)
    assert shown["title"] == "Alice Quayside answers you"
    assert shown["body"] == "Tram line costs more"
    assert _opened_by_a_click(page.context) == reply.get_absolute_url()


def _push(page: Page, data: str) -> None:
    """As a push service would, through the browser's own door for developers."""
    tools = page.context.new_cdp_session(page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(
            each["registrationId"] for each in event["registrations"] if not each["isDeleted"]
        ),
    )
    tools.send("ServiceWorker.enable")
    _until(page, READY)  # meanwhile the browser says which registrations there are
    where = {"origin": page.evaluate("location.origin"), "registrationId": found[-1]}
    tools.send("ServiceWorker.deliverPushMessage", where | {"data": data})


def _shown(page: Page) -> list[dict[str, Any]]:
    """The notifications that stand there, once there is one."""
    seen = """navigator.serviceWorker.ready.then((each) => each.getNotifications()).then((all) =>
      all.length && JSON.stringify(all.map(({ title, body, data }) => ({ title, body, data }))))"""
    found: list[dict[str, Any]] = json.loads(_until(page, seen))
    return found


def _opened_by_a_click(context: BrowserContext) -> str:
    """Where a click on the notification leads; only a person's click may really open a window."""
    [worker] = context.service_workers
    path: str = worker.evaluate("""async () => {
      let opened = "";
      self.clients.openWindow = async (url) => (opened = new URL(url).pathname);
      const [notification] = await self.registration.getNotifications();
      self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      await new Promise((resolve) => setTimeout(resolve));
      return opened;
    }""")
    return path
