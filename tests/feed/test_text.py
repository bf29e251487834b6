"""Markdown in, safe HTML and plain text out."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed.text.markdown import (
    ARTICLE_TAGS,
    BLOCK_TAGS,
    INLINE_TAGS,
    render_article,
    render_comment,
)
from feed.text.plain import excerpt_of, one_line, split_after_paragraph

ALLOWED_TAGS = ARTICLE_TAGS | BLOCK_TAGS | INLINE_TAGS
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    '<a href="https://x" onclick="alert(1)">x</a>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<iframe src=//evil.example></iframe>",
    '![x](/media/a.webp "\\" onerror=alert(1)")',
    '<https://x" onmouseover=alert(1)>',
)


class Seen(HTMLParser):
    """What a browser's parser finds: names of tags and of attributes, and addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.classes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs if name != "class"}
        self.classes |= {
            word for name, value in attrs if name == "class" for word in (value or "").split()
        }
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("render", [render_article, render_comment])
def test_nothing_that_runs_reaches_the_page(attack: str, render: Callable[[str], str]) -> None:
    seen = Seen(render(attack))

    assert seen.tags <= ALLOWED_TAGS
    assert seen.attributes <= {"href", "title", "rel", "src", "alt", "loading", "decoding", "start"}
    assert seen.classes <= {"bare"}
    assert all(address.startswith(("https://", "/media/")) for address in seen.addresses)


@given(st.text(max_size=300))
def test_rendering_takes_any_text(source: str) -> None:
    assert Seen(render_article(source)).tags <= ALLOWED_TAGS


def test_headings_begin_below_the_title() -> None:
    html = render_article("### Three\n\n###### Six\n\n# One")

    assert re.sub(r" id=\"[^\"]*\"", "", html) == "<h2>Three</h2>\n<h3>Six</h3>\n<h2>One</h2>\n"


def test_quotation_marks_are_set_as_a_printer_would() -> None:
    html = render_article('"One,\n\n"two," he said: it\'s `"code"`.')

    assert html == '<p>“One,</p>\n<p>“two,” he said: it’s <code>"code"</code>.</p>\n'


def test_a_picture_from_elsewhere_becomes_a_link() -> None:
    html = render_article("![a cat](https://elsewhere.example/cat.png)")

    assert "<img" not in html
    assert '<a href="https://elsewhere.example/cat.png"' in html
    assert ">a cat</a>" in html


def test_a_picture_of_this_site_is_shown_lazily() -> None:
    html = render_article("![a boat](/media/images/boat.webp)")

    assert '<img src="/media/images/boat.webp" alt="a boat" loading="lazy"' in html


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example"],
)
def test_an_address_without_scheme_cannot_leave_the_site(address: str) -> None:
    seen = Seen(render_article(f"[x](<{address}>)"))

    assert all(
        urlsplit(urljoin("https://site.example/", href)).hostname == "site.example"
        for href in seen.addresses
    )


def test_links_of_members_give_no_standing_with_search_engines() -> None:
    assert 'rel="nofollow ugc noopener"' in render_comment("https://example.org")


def test_comments_have_no_headings_and_keep_line_breaks() -> None:
    html = render_comment("# loud\nsecond line")

    assert "<h" not in html
    assert "<br>" in html


def test_an_excerpt_is_plain_text_cut_at_a_word() -> None:
    excerpt = excerpt_of("<p>Fish &amp; chips are <em>served</em> today.</p>", length=22)

    assert excerpt == "Fish & chips are…"


def test_an_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt_of("<p>Short.</p><p>Sweet.</p>") == "Short. Sweet."


@given(st.text(max_size=500), st.integers(min_value=2, max_value=100))
def test_an_excerpt_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(excerpt_of(render_article(text), length=length)) <= length


def test_one_line_drops_marks_that_reorder_text() -> None:
    assert one_line("  safe\u202egnp.exe\n\x00 name\u200b ") == "safegnp.exe name"


def test_the_cut_comes_after_the_third_outermost_paragraph() -> None:
    html = render_article("one\n\n> quoted\n\ntwo\n\nthree\n\nfour\n\nfive")

    before, after = split_after_paragraph(html, paragraph=3)

    assert before.endswith("<p>three</p>")
    assert before + after == html


def test_a_text_that_ends_soon_after_the_slot_is_not_cut() -> None:
    html = render_article("one\n\ntwo\n\nthree\n\nfour")

    assert split_after_paragraph(html, paragraph=3) == (html, "")


def test_code_is_coloured_by_classes_alone() -> None:
    html = render_article('```python\nprint("<b>")\n```')

    assert '<span class="nb">print</span>' in html
    assert "&lt;b&gt;" in html
    assert "style=" not in html


@pytest.mark.parametrize("language", ["", "nonsense", '" onclick="x'])
def test_code_in_an_unknown_language_is_plain(language: str) -> None:
    html = render_article(f"```{language}\na < b\n```")

    assert "<pre><code>a &lt; b\n</code></pre>" in html


def test_footnotes_lead_there_and_back() -> None:
    html = render_article("Said so.[^1]\n\n[^1]: By the mayor.")

    assert 'href="#fn1"' in html
    assert '<li id="fn1"' in html
    assert 'href="#fnref1"' in html
    assert 'id="fnref1"' in html


def test_comments_have_no_footnotes_to_clash_with_others() -> None:
    assert "id=" not in render_comment("Said so.[^1]\n\n[^1]: By the mayor.")


def test_task_lists_are_labelled_boxes_that_cannot_be_ticked() -> None:
    html = render_article("- [x] dredge\n- [ ] build")

    assert html.count("<label><input ") == 2
    assert html.count('disabled="disabled"') == 2
    assert html.count('checked="checked"') == 1


def test_a_picture_alone_is_a_figure_with_its_sizes() -> None:
    address = f"/media/images/{'a' * 32}-1600x900.webp"

    html = render_article(f'![a boat]({address} "The *boat*.")')

    assert html.startswith("<figure><img ")
    assert 'width="1600"' in html
    assert f"/media/images/{'a' * 32}-480w.webp 480w" in html
    assert "<figcaption>The *boat*.</figcaption></figure>" in html


@pytest.mark.parametrize(
    "address", ["ftp://files.example", "tel:112", "//evil.example", "javascript:alert(1)"]
)
def test_an_address_that_may_not_be_a_link_stays_text(address: str) -> None:
    html = render_article(f"[words]({address})")

    assert "<a" not in html
    assert "words" in html


def test_one_line_takes_down_towers_of_accents() -> None:
    zalgo = "T" + "\u0336\u0315\u0358\u0300" * 20 + "ram"

    assert len(one_line(zalgo)) <= len("Tram") + 3
    assert one_line("Việt Nam, naïve, e\u0323\u0302") == "Việt Nam, naïve, ệ"


def test_columns_are_aligned_as_they_were_written() -> None:
    html = render_article("| a | b | c |\n| - | :-: | --: |\n| 1 | 2 | 3 |")

    assert "<td>1</td>" in html
    assert '<td class="center">2</td>' in html
    assert '<th class="end">c</th>' in html
    assert "style" not in html
