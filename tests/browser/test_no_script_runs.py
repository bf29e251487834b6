"""Nothing that a member writes is executed: every payload, in every field, in a real browser."""

from typing import Final

import pytest
from playwright.sync_api import Page

from feed.models import SiteSettings
from tests.browser.conftest import Newsroom
from tests.factories import make_category, make_comment, make_member, make_post

pytestmark = pytest.mark.django_db(transaction=True)

NO_PAGE_ERRORS: Final = "Failed to load resource"  # pictures that some payloads name
CALL = "alert(document.domain)"
PAYLOADS = (
    f"<script>{CALL}</script>",
    f"<ScRiPt >{CALL}</sCrIpT>",
    f"</title><script>{CALL}</script>",
    f"</textarea><script>{CALL}</script>",
    f'"><script>{CALL}</script>',
    f"'-{CALL}-'",
    f"<img src=x onerror={CALL}>",
    f'"><img src=x onerror={CALL}>',
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f'<svg><animate onbegin={CALL} attributeName=x dur=1s>',
    f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={CALL}&gt;\">",
    f"<body onload={CALL}>",
    f"<iframe srcdoc='<script>{CALL}</script>'></iframe>",
    f"<iframe src=javascript:{CALL}></iframe>",
    f"<object data=javascript:{CALL}></object>",
    f"<embed src=javascript:{CALL}>",
    f"<details open ontoggle={CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<input autofocus onfocus={CALL}>",
    f"<form><button formaction=javascript:{CALL}>x</button></form>",
    f"<a href=javascript:{CALL}>x</a>",
    f"<base href=javascript:{CALL}//>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    f"<link rel=stylesheet href=javascript:{CALL}>",
    f"<style>@import 'javascript:{CALL}';</style>",
    f"<div style=\"background:url(javascript:{CALL})\">x</div>",
    f"[x](javascript:{CALL})",
    f"[x](JaVaScRiPt:{CALL})",
    f"[x](java\tscript:{CALL})",
    f"[x](&#106;avascript:{CALL})",
    f"[x](data:text/html,<script>{CALL}</script>)",
    f"[x](vbscript:{CALL})",
    f"<javascript:{CALL}>",
    f"![x](x\" onerror=\"{CALL})",
    f'![x](/media/images/x.webp "x\\" onerror=\\"{CALL}")',
    f"[x]: javascript:{CALL}\n\n[x]",
    f"[x](https://e.example \"\\\"><script>{CALL}</script>\")",
    f"```<script>\n{CALL}\n```",
    f"```html\n<script>{CALL}</script>\n```",
    f"`<script>{CALL}</script>`",
    f"| <script>{CALL}</script> |\n| --- |\n| <img src=x onerror={CALL}> |",
    f"Text[^1]\n\n[^1]: <script>{CALL}</script>",
    f"- [x] <script>{CALL}</script>",
    f"&lt;script&gt;{CALL}&lt;/script&gt;",
    f"\\<script>{CALL}</script>",
    f"<noscript><p title=\"</noscript><img src=x onerror={CALL}>\">",
    f"<template><script>{CALL}</script></template>",
    f"<xmp><script>{CALL}</script></xmp>",
    f"<plaintext><script>{CALL}</script>",
    f"{{{{constructor.constructor('{CALL}')()}}}}",
    f"${{{CALL}}}",
)  # fmt: skip


@pytest.fixture
def dialogs(page: Page) -> list[str]:
    """Words of every dialog that a script opened."""
    seen: list[str] = []

    def note(dialog: object) -> None:
        seen.append(str(getattr(dialog, "message", "")))
        getattr(dialog, "dismiss", lambda: None)()

    page.on("dialog", note)
    return seen


def test_no_payload_in_any_field_runs(page: Page, dialogs: list[str], problems: list[str]) -> None:
    everything = "\n\n".join(PAYLOADS)
    SiteSettings.objects.create(
        pk=1, name=PAYLOADS[0], tagline=PAYLOADS[4], description=PAYLOADS[7]
    )
    category = make_category(PAYLOADS[6], slug="attack", description=PAYLOADS[7])
    mallory = make_member("mallory", display_name=PAYLOADS[6][:60], bio=everything[:500])
    post = make_post(
        author=mallory,
        title=PAYLOADS[4],
        body=everything,
        excerpt=PAYLOADS[7],
        category=category,
        tags=("x",),
    )
    for payload in PAYLOADS:
        make_comment(post=post, author=mallory, body=payload)

    paths = (
        post.get_absolute_url(),
        "/",
        "/categories/attack/",
        "/members/mallory/",
        "/search/?q=domain",
    )
    for path in paths:
        page.goto(path)
        page.locator("main").wait_for()

    assert dialogs == []
    problems[:] = [each for each in problems if NO_PAGE_ERRORS not in each]
    assert problems == []


@pytest.mark.parametrize(
    "payload", [PAYLOADS[4], PAYLOADS[7], "';alert(1)//", "</script><script>alert(1)</script>"]
)
def test_what_is_asked_for_comes_back_as_text(
    page: Page, dialogs: list[str], live_site: str, payload: str
) -> None:
    for path in (f"/search/?q={payload}", f"/accounts/login/?next={payload}"):
        page.goto(path)
        page.locator("main").wait_for()

    assert dialogs == []


def test_the_content_policy_lets_data_blocks_pass(page: Page, newsroom: Newsroom) -> None:
    page.goto(newsroom.post.get_absolute_url())

    assert page.locator("script[type='application/ld+json']").count() == 1
    assert page.locator(".crumbs a").last.inner_text() == "Harbour"
