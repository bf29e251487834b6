"""Addresses in one spelling, and what hostile pages say of themselves."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feed.links.addresses import normalised, spellings
from feed.links.metadata import PageFacts, decoded, read_page

SAME = (
    ("HTTP://News.Example:80", "http://news.example/"),
    ("https://news.example:443/a#part", "https://news.example/a"),
    ("news.example/a", "https://news.example/a"),
    ("  https://news.example/a/  ", "https://news.example/a/"),
    ("https://bücher.example/%7Efrau/%c3%bc", "https://xn--bcher-kva.example/~frau/%C3%BC"),
    ("https://news.example/a/./b/../c/%2e%2e/d/..", "https://news.example/a/"),
    ("https://news.example/../../a", "https://news.example/a"),
    ("https://news.example/100%", "https://news.example/100%25"),
    (
        "https://news.example/a?b=2&utm_source=x&a=1&UTM_Medium=y&fbclid=z",
        "https://news.example/a?a=1&b=2",
    ),
    ("https://news.example/a?gclid=1&mc_cid=2&_ga=3", "https://news.example/a"),
    ("https://news.example/a?id=2&id=1", "https://news.example/a?id=2&id=1"),
    ("https://www.youtube.com/watch?v=abc&si=xyz", "https://www.youtube.com/watch?v=abc"),
    ("https://news.example/a?si=xyz", "https://news.example/a?si=xyz"),
    ("https://[2606:4700:0:0::1111]/", "https://[2606:4700::1111]/"),
)
NO_ADDRESS = (
    "", "words", "javascript:alert(1)", "data:text/html,x", "ftp://news.example/", "https://", "https://a@news.example/",
    "https://news.example\\@evil.example/", "https://0x7f.1/", "//news.example/", "https://news.example/ a",
    "https://news.example/" + "a" * 1000, "mailto:alice@news.example", "https://news.example/\x00",
)  # fmt: skip
EVERYTHING = PageFacts(
    title="The bridge & the tram",
    description="It costs more.",
    site_name="The Other Courant",
    image_url="https://news.example/media/a%20b.jpg?x=1",
)
FULL_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Plain title</title>
<!-- <meta property="og:title" content="in a comment"> --><script>"<meta property='og:title' content='in a script'>"</script>
<meta content='The bridge &amp; the
  tram' property=og:title ><meta name="twitter:title" content="Twitter's title"/>
<META NAME=Description CONTENT="plain"><meta property="og:description" content="It costs more.">
<meta property="og:site_name" content="The Other Courant"><meta property="og:title" content="second">
<meta property="og:image" content="/media/a b.jpg?x=1"></head><body><svg><title>drawing</title></svg>"""


@pytest.mark.parametrize(("written", "kept"), SAME)
def test_an_address_has_one_spelling(written: str, kept: str) -> None:
    assert normalised(written) == kept


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_web_address_has_none(text: str) -> None:
    assert normalised(text) is None


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"https?://[a-z0-9ü.:@\[\]-]{1,20}/[ -~é]{0,30}", fullmatch=True),
        st.builds(
            lambda path, query: f"https://news.example/{path}?{query}",
            st.text("a%2eE./~é&=;:", max_size=20),
            st.text("a%2eutm_&=Zé+?#", max_size=30),
        ),
    )
)
def test_normalising_never_fails_and_changes_nothing_the_second_time(text: str) -> None:
    once = normalised(text)

    assert once is None or normalised(once) == once
    assert once is None or all(normalised(each) == each for each in spellings(once))


def test_spellings_forget_scheme_www_and_the_last_slash() -> None:
    assert set(spellings("http://www.news.example/a?b=1")) == {
        f"{scheme}://{host}news.example/a{slash}?b=1"
        for scheme in ("http", "https")
        for host in ("", "www.")
        for slash in ("", "/")
    }


def test_a_page_says_what_it_is() -> None:
    assert read_page(FULL_PAGE.encode(), charset="", url="https://news.example/x/") == EVERYTHING


def test_a_bare_page_has_a_title() -> None:
    found = read_page(b"<title>Only\n this</title>", charset="", url="https://news.example/")

    assert found == PageFacts("Only this", "", "", "")


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("<title>né</title>".encode(), ""),
        ("<title>né</title>".encode("cp1252"), "iso-8859-1"),
        (b"<meta charset='windows-1252'>" + "<title>né</title>".encode("cp1252"), ""),
        (b"\xef\xbb\xbf" + "<title>né</title>".encode(), "latin1"),
        ("<title>né</title>".encode("utf-16"), "utf-16"),
        ("<title>né</title>".encode(), "rot13"),
        ("<title>né</title>".encode(), "no-such-charset"),
    ],
)
def test_the_charset_is_found(body: bytes, charset: str) -> None:
    assert read_page(body, charset=charset, url="https://news.example/").title == "né"


def test_hostile_words_come_out_as_plain_text_of_limited_length() -> None:
    hostile = (
        '<meta property="og:title" content="\u202e<script>alert(1)</script>\x00&#x202e;'
        + "x " * 5000
        + '"><meta property=og:description content="&lt;img src=x onerror=alert(1)&gt;">'
        + '<meta property=og:site_name content="'
        + "y" * 5000
        + '"><meta property=og:image content="javascript:alert(1)">'
    )

    found = read_page(hostile.encode(), charset="", url="https://news.example/")

    assert found.title.startswith("<script>alert(1)</script> x x")
    assert found.description == "<img src=x onerror=alert(1)>"
    assert (len(found.title), len(found.site_name)) <= (300, 100)
    assert found.image_url == ""


BAIT = (
    "<", "</", "<!--", "<![", "<?", "&", "<div>", "<b><p>", "<title", "<title>", "<script>", "<meta ", "<meta a=",
    "<meta a='", '<meta a="', "<meta '", "<meta a='\"", "<meta" + " " * 8001, "<meta a" + " " * 8001, "<meta " + "a " * 4000,
    "<meta " + "/" * 8001, "<meta =", "<svg>", "<meta charset=", "<meta name=description content='&#" + "9" * 5000 + "'>",
)  # fmt: skip


@pytest.mark.parametrize("bait", BAIT, ids=lambda bait: bait[:12])
def test_no_page_takes_long_to_read(bait: str) -> None:
    """Time grows with the length alone: twice the page takes about twice as long, never four times."""

    def seconds(size: int) -> float:
        page = (bait * (size // len(bait) + 1))[:size].encode()
        began = process_time()
        read_page(page, charset="", url="https://news.example/")
        return process_time() - began

    assert seconds(400_000) < 2


@given(st.binary(max_size=2000), st.text(max_size=10))
def test_no_bytes_break_the_reader(body: bytes, charset: str) -> None:
    found = read_page(
        b"<meta name=description content='" + body, charset=charset, url="https://a.example/"
    )

    assert isinstance(decoded(body, charset=charset), str)
    assert len(found.description) <= 500
