"""The browser fixtures themselves: they see what a page must not do."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Page

from config.testing.browser import AssertAccessible
from config.testing.html import AssertValidHtml

GOOD = "<!doctype html><html lang=en><title>Good</title><main><h1>Good</h1></main></html>"
BAD = """<!doctype html><html lang=en><title>Bad</title><main><h1>Bad</h1><img src=x></main>
<script>throw new Error("broken")</script><img src="http://elsewhere.invalid/x.png" alt=""></html>"""


def good(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(GOOD)


def bad(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(BAD)


urlpatterns = [path("good/", good), path("bad/", bad), path("favicon.ico", good)]
pytestmark = pytest.mark.urls(__name__)


def test_a_good_page_has_no_problems(page: Page, problems: list[str]) -> None:
    page.goto("/good/")

    assert page.title() == "Good"
    assert problems == []


def test_a_request_to_another_host_is_a_problem(page: Page, problems: list[str]) -> None:
    page.goto("/bad/")

    assert any("another host" in problem for problem in problems)
    problems.clear()


def test_an_inline_script_is_a_problem(page: Page, problems: list[str]) -> None:
    page.goto("/bad/")
    page.wait_for_load_state("networkidle")

    assert any("Content Security Policy" in problem for problem in problems), problems
    problems.clear()


def test_an_image_without_text_is_not_accessible(
    page: Page, problems: list[str], assert_accessible: AssertAccessible
) -> None:
    page.goto("/bad/")

    with pytest.raises(AssertionError, match="alternative text"):
        assert_accessible(page)
    problems.clear()


def test_a_page_without_scripts_runs_none(page_without_scripts: Page, problems: list[str]) -> None:
    page_without_scripts.goto("/bad/")

    assert page_without_scripts.title() == "Bad"
    assert not any("uncaught" in problem for problem in problems)
    problems.clear()


def test_html_that_breaks_the_standard_is_not_valid(assert_valid_html: AssertValidHtml) -> None:
    with pytest.raises(AssertionError, match="alt") as told:
        assert_valid_html({"good": GOOD, "bad": BAD})

    assert "good.html" not in str(told.value)
