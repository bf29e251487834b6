"""Becoming a member while something is suspicious: the browser works for it, or a moderator looks first."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Applicant, User
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("redis")]
SELLER = "https://www.ahrefs.com/x"
HAS_WORKED = (
    "() => document.forms[0] && [...document.forms].some((form) => form.elements.proof?.value)"
)


def fill_in(page: Page) -> None:
    page.goto("/accounts/signup/", referer=SELLER)
    page.locator("input[name=username]").fill("nora")
    page.locator("input[name=email]").fill("nora@mail.example")
    page.locator("input[name=password1]").fill(PASSWORD)


def press(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Become a member").click()


def test_a_browser_that_works_while_the_form_is_filled_in_lets_its_member_in(page: Page) -> None:
    fill_in(page)
    page.wait_for_function(HAS_WORKED, timeout=60_000)

    press(page)

    page.wait_for_url(lambda url: "signup" not in url)
    assert User.objects.get().is_active
    assert not Applicant.objects.exists()


def test_without_javascript_a_moderator_looks_first_and_the_page_says_how_it_goes_on(
    page_without_scripts: Page,
) -> None:
    page = page_without_scripts
    fill_in(page)

    press(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("A moderator looks first")
    expect(page.get_by_text("You get an e-mail as soon as that is done.")).to_be_visible()
    assert Applicant.objects.get().member.username == "nora"
    assert not User.objects.get().is_active
