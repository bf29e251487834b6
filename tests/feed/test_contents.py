"""The headings of an article: their ids, the list of them, the links beside them."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from playwright.sync_api import Page

from config.testing.browser import AssertAccessible
from config.testing.html import AssertValidHtml
from feed.text.contents import HEADING_ID, contents_of, with_heading_links
from feed.text.markdown import render_article, render_comment
from tests.factories import make_post

WORDS = "The dredger came back to the harbour and its crew works at night. " * 25
LONG = "\n\n".join(f"## Part {number}\n\n{WORDS}" for number in range(1, 5))


def ids_in(html: str) -> list[str]:
    return re.findall(r'<h\d id="([^"]*)"', html)


def test_headings_are_named_after_their_words() -> None:
    html = render_article("## The *new* `berth`, & what it costs\n\n## Überfahrt nach 港")

    assert ids_in(html) == ["h-the-new-berth-what-it-costs", "h-überfahrt-nach-港"]


def test_headings_of_the_same_words_have_different_ids() -> None:
    html = render_article("## Part\n\n## Part\n\n## Part 2\n\n## Part\n\n## !!!\n\n## ???")

    assert ids_in(html) == ["h-part", "h-part-2", "h-part-2-2", "h-part-3", "h-part-4", "h-part-5"]


@given(st.lists(st.text(max_size=90), max_size=8))
def test_ids_are_unique_and_of_one_pattern_whatever_is_written(titles: list[str]) -> None:
    html = render_article("\n\n".join(f"## {title}" for title in titles))

    found = ids_in(html)

    assert len(set(found)) == len(found)
    assert all(HEADING_ID.fullmatch(each) for each in found)


@pytest.mark.parametrize(
    "attack", ["## main", "## comments", "## fn1", '## x" onclick="alert(1)', "## comment-1"]
)
def test_no_heading_takes_the_place_of_a_part_of_the_page(attack: str) -> None:
    [name] = ids_in(render_article(attack))

    assert name.startswith("h-")


def test_comments_have_no_headings() -> None:
    assert ids_in(render_comment("## Loud")) == []


def test_a_long_text_has_contents_of_two_levels() -> None:
    html = render_article(LONG + "\n\n### Detail\n\n#### Footnote\n\nEnd.")

    found = contents_of(html)

    assert [each.text for each in found] == ["Part 1", "Part 2", "Part 3", "Part 4", "Detail"]
    assert [each.is_part for each in found] == [False] * 4 + [True]
    assert [each.id for each in found] == ids_in(html)[:5]


@pytest.mark.parametrize(
    "source",
    ["## A\n\n## B\n\n## C\n\n## D\n\nShort.", f"## A\n\n## B\n\n## C\n\n{WORDS * 4}"],
    ids=["few words", "few headings"],
)
def test_a_text_that_is_soon_read_has_none(source: str) -> None:
    assert contents_of(render_article(source)) == []


def test_the_link_of_a_heading_has_a_name_in_the_language_of_the_text() -> None:
    html = with_heading_links(render_article('## A "bold" <b>'), language="en")

    [link] = lxml_html.fromstring(f"<div>{html}</div>").xpath("//a[@class='heading-link']")

    assert link.get("href") == f"#{ids_in(html)[0]}"
    assert link.get("aria-label") == "Link to “A “bold” <b>”"


@pytest.mark.django_db
def test_the_page_of_a_long_article_lists_its_contents(client: Client) -> None:
    post = make_post(body=LONG)

    page = lxml_html.document_fromstring(client.get(post.get_absolute_url()).content)

    [inline, rail] = page.xpath("//nav[@aria-label='Contents']")
    targets = [each.get("href").removeprefix("#") for each in inline.xpath(".//a")]
    assert targets == ["h-part-1", "h-part-2", "h-part-3", "h-part-4"]
    assert [len(page.xpath("//*[@id=$name]", name=each)) for each in targets] == [1] * 4
    assert rail.getparent().tag == "aside"


@pytest.mark.django_db
def test_the_page_of_a_short_article_lists_none(client: Client) -> None:
    page = client.get(make_post(body="## One\n\nShort.").get_absolute_url()).content.decode()

    assert "contents__list" not in page
    assert 'href="#h-one"' in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_contents_lead_to_the_headings(
    page: Page, width: int, assert_accessible: AssertAccessible
) -> None:
    post = make_post(body=LONG)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(post.get_absolute_url())
    contents = page.get_by_role("navigation", name="Contents")

    assert contents.count() == 1
    contents.get_by_role("link", name="Part 4").click()
    page.wait_for_function("document.querySelector('#h-part-4').getBoundingClientRect().top < 400")

    assert page.url.endswith("#h-part-4")
    assert_accessible(page)


@pytest.mark.django_db(transaction=True)
def test_contents_stay_beside_the_text(page: Page) -> None:
    post = make_post(body=LONG)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{post.get_absolute_url()}#h-part-4")

    page.wait_for_function("document.querySelector('#h-part-4').getBoundingClientRect().top < 400")

    box = page.locator(".contents--rail").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 400


@pytest.mark.django_db
def test_a_long_article_is_valid_html(client: Client, assert_valid_html: AssertValidHtml) -> None:
    pages = {"long": LONG, "odd": LONG + '\n\n## "Quoted" & <b> *bold* [link](https://a.example)'}

    assert_valid_html(
        {
            name: client.get(make_post(body=body).get_absolute_url()).content.decode()
            for name, body in pages.items()
        }
    )
