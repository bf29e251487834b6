"""Cards for what is shown elsewhere: only from the table, and nobody is contacted by reading."""

import re

import pytest
from django.conf import settings
from django.test import Client

from feed.text.embeds import FRAME_SOURCES, PROVIDERS, embed_of, is_frame_url
from feed.text.markdown import render_article, render_comment
from tests.factories import make_post

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FRAME = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
SHOWN = (
    (VIDEO, FRAME),
    ("https://youtu.be/dQw4w9WgXcQ?si=abc", FRAME),
    ("https://m.youtube.com/watch?app=x&v=dQw4w9WgXcQ&t=9", FRAME),
    ("http://YouTube.com/shorts/dQw4w9WgXcQ", FRAME),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    (
        "https://framatube.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        "https://framatube.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d",
    ),
    (
        "https://open.spotify.com/intl-nl/track/4uLU6hMCjMI75M1A2tKUQC",
        "https://open.spotify.com/embed/track/4uLU6hMCjMI75M1A2tKUQC",
    ),
    (
        "https://mastodon.social/@Gargron/113107282187932121",
        "https://mastodon.social/@Gargron/113107282187932121/embed",
    ),
)
NOT_SHOWN = (
    "https://evil-youtube.com/watch?v=dQw4w9WgXcQ", "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
    "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ", "https://evil.example/?https://youtu.be/dQw4w9WgXcQ",
    "https://user@www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ", "https://www.youtube.com./watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com\\@evil.example/watch?v=dQw4w9WgXcQ", "https://xn--youtbe-kva.com/watch?v=dQw4w9WgXcQ",
    "https://youtübe.com/watch?v=dQw4w9WgXcQ", "https://yоutube.com/watch?v=dQw4w9WgXcQ",
    "https://ｙｏｕｔｕｂｅ.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=short",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22onload", "https://www.youtube.com/watch?v=../../../evil",
    "https://www.youtube.com/redirect?q=dQw4w9WgXcQ", "javascript://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "//www.youtube.com/watch?v=dQw4w9WgXcQ", "https://vimeo.com/76979871/../evil", "https://vimeo.com/manage",
    "https://mastodon.social/@a/../evil/1", "https://mastodon.social/@a@b.c/x", "https://open.spotify.com/user/x",
    "https://www.youtube.com/watch?" + "&".join(f"v{n}=1" for n in range(50)), "https://[youtube.com]/", "",
)  # fmt: skip


@pytest.mark.parametrize(("url", "frame"), SHOWN)
def test_addresses_of_the_table_have_a_frame(url: str, frame: str) -> None:
    embed = embed_of(url)

    assert embed
    assert embed.frame_url == frame
    assert is_frame_url(frame)


@pytest.mark.parametrize("url", NOT_SHOWN)
def test_look_alikes_have_none(url: str) -> None:
    assert embed_of(url) is None
    assert "embed" not in render_article(url).replace(url, "")


def test_a_line_of_its_own_becomes_a_card() -> None:
    html = render_article(f"Look:\n\n{VIDEO}\n\nWell?")

    assert (
        f'<figure class="embed embed--video" data-frame="{FRAME}">'
        f'<a href="{VIDEO}" target="_blank" class="bare" rel="nofollow ugc noopener">{VIDEO}</a>'
        "<figcaption>YouTube</figcaption></figure>"
    ) in html


@pytest.mark.parametrize(
    "source",
    [
        f"See {VIDEO}", f"{VIDEO} and more", f"[a film]({VIDEO})", f"- {VIDEO}", f"> {VIDEO}", f"`{VIDEO}`",
        f"    {VIDEO}", f"{VIDEO}\nNext line", f"![]({VIDEO})", f"# {VIDEO}",
    ],
)  # fmt: skip
def test_addresses_within_other_text_stay_links(source: str) -> None:
    assert "<figure" not in render_article(source)


def test_an_address_in_angle_brackets_is_a_card_too() -> None:
    assert f'data-frame="{FRAME}"' in render_article(f"<{VIDEO}>")


def test_comments_have_no_cards() -> None:
    assert "<figure" not in render_comment(VIDEO)


def test_no_words_of_a_member_make_a_frame() -> None:
    html = render_article(
        f'<figure class="embed" data-frame="https://evil.example/">x</figure>\n\n<iframe src="{FRAME}"></iframe>'
    )

    assert "<figure" not in html
    assert "<iframe" not in html


@pytest.mark.parametrize(
    "url",
    [
        "http://www.youtube-nocookie.com/embed/x", "https://evil.example/embed/x", "https://www.youtube.com/embed/x",
        "https://www.youtube-nocookie.com.evil.example/x", "https://www.youtube-nocookie.com/x?autoplay=1",
        "https://www.youtube-nocookie.com@evil.example/", "javascript:alert(1)", FRAME + '" onload="x',
    ],
)  # fmt: skip
def test_the_sanitiser_knows_other_frames_by_their_address(url: str) -> None:
    assert not is_frame_url(url)


def test_browsers_are_told_exactly_the_hosts_of_the_table() -> None:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]

    assert policy == list(FRAME_SOURCES)
    assert set(policy) == {f"https://{host}" for each in PROVIDERS for host in each.frame_hosts}
    assert all(re.fullmatch(r"https://[a-z.-]+", each) for each in policy)


@pytest.mark.django_db
def test_the_page_of_an_article_with_a_card_brings_its_script(client: Client) -> None:
    page = client.get(
        make_post(body=f"The ferry leaves at nine.\n\n{VIDEO}").get_absolute_url()
    ).content.decode()
    plain = client.get(make_post(body=f"See {VIDEO}.").get_absolute_url()).content.decode()

    assert "js/embeds.js" in page
    assert "Your browser then contacts %s" in page
    assert "<iframe" not in page
    assert "js/embeds.js" not in plain
