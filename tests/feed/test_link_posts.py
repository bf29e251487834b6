"""Posts about a page elsewhere: their preview, their form, and where the page was discussed before."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from feed.fetching.errors import TooSlowError, retold
from feed.fetching.fetcher import PAGE, Answer, Want, fetch
from feed.models import Image, LinkPreview, Post, PreviewStatus
from feed.services.linking import RETRIES, link_to, refresh_due, refresh_link
from feed.services.publishing import delete_post, edit_post, hide_post
from feed.sweepers import fetch_link
from tests.factories import make_category, make_draft, make_member, make_post, make_upload
from tests.feed.loopback import answer, outside

pytestmark = pytest.mark.django_db
URL = "https://other.example/tram"
HOSTILE = """<meta property="og:title" content="Tram &lt;script&gt;alert(1)&lt;/script&gt;">
<meta property="og:description" content="&quot;><img src=x onerror=alert(1)>">
<meta property="og:site_name" content="The Other <b>Courant</b>"><meta property="og:image" content="/tram.png">"""


@pytest.fixture
def alice(client: Client) -> Client:
    """Alice's browser."""
    client.force_login(make_member("alice"))
    return client


def filled(**fields: Any) -> dict[str, Any]:
    return {
        "title": "What they say of the tram",
        "body": "Read it and weep.",
        "category": make_category().pk,
        "language": "en",
        "link_url": URL,
        "action": "publish",
    } | fields


def serve(head: str) -> Iterator[bytes]:
    is_picture = head.startswith("GET /tram.png")
    picture = make_upload(size=(400, 300)).read()
    yield answer(picture, content_type="image/png") if is_picture else answer(HOSTILE)


def test_a_page_is_previewed_as_plain_text_with_its_picture(client: Client) -> None:
    with outside(serve) as server:
        post = make_post(link_url=server.url)
        assert post.link
        reached = partial(fetch, user_agent="Broadsheet", policy=server.policy)

        assert refresh_link(post.link.pk, fetch=reached)

    page = client.get(post.get_absolute_url()).content.decode()
    link = LinkPreview.objects.get()
    assert (link.status, link.due_at, link.problem) == (PreviewStatus.READY, None, "")
    assert link.title == "Tram <script>alert(1)</script>"
    assert link.image
    assert link.image.owner == post.author
    assert link.image.url in page
    assert 'rel="ugc noopener"' in page
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def broken(url: str, *, want: Want = PAGE) -> Answer:
    raise TooSlowError(seconds=10)


def test_a_silent_page_is_asked_again_later_and_at_last_left_alone() -> None:
    post = make_post(link_url=URL)
    link, now = post.link, timezone.now()
    waits: list[timedelta | None] = []
    assert link

    while LinkPreview.objects.get().due_at and len(waits) < 9:
        refresh_link(link.pk, now=now, fetch=broken)
        link.refresh_from_db()
        waits.append(link.due_at - now if link.due_at else None)
        now = link.due_at or now

    assert waits == [*RETRIES, None]
    assert link.status == PreviewStatus.FAILED
    assert link.problem == "The page did not answer within 10 seconds."
    with override("nl"):
        told = retold(link.problem)
    assert "10 seconden" in told
    assert retold("what a library says, 5 %") == "what a library says, 5 %"


def test_a_private_address_is_never_asked_again(client: Client) -> None:
    make_post(link_url="http://127.0.0.1/secret")

    refresh_due()

    link = LinkPreview.objects.get()
    assert (link.status, link.due_at) == (PreviewStatus.FAILED, None)
    assert link.problem == "This address leads to a private network."


def test_a_page_that_is_being_fetched_is_not_fetched_twice() -> None:
    link, asked = link_to(URL), []
    assert link

    def again(url: str, *, want: Want = PAGE) -> Answer:
        asked.append(refresh_link(link.pk, fetch=again))
        return Answer(url, "text/html", "", b"<title>Once</title>")

    refresh_link(link.pk, fetch=again)

    assert asked == [False]


def test_a_failure_leaves_an_earlier_preview() -> None:
    LinkPreview.objects.create(
        url=URL, title="Old", status=PreviewStatus.READY, due_at=timezone.now()
    )

    refresh_link(LinkPreview.objects.get().pk, fetch=broken)

    assert LinkPreview.objects.values_list("title", "status").get() == ("Old", PreviewStatus.READY)


def test_nothing_goes_out_of_a_test_by_itself() -> None:
    link = link_to(URL)
    assert link

    fetch_link(link.pk)

    assert LinkPreview.objects.get().problem == "other.example cannot be reached."


def test_posts_to_the_same_page_share_its_row() -> None:
    first, second = make_post(link_url=URL), make_post(link_url=URL)

    assert first.link == second.link
    assert LinkPreview.objects.count() == 1


def test_an_old_preview_is_due_again_when_the_page_is_posted_again() -> None:
    aged = timezone.now() - timedelta(days=8)
    LinkPreview.objects.create(url=URL, status=PreviewStatus.READY, fetched_at=aged)

    make_post(link_url=URL)

    assert LinkPreview.objects.get().due_at


def test_the_link_of_a_post_can_be_taken_away() -> None:
    post = make_post(link_url=URL)

    edit_post(post, editor=post.author, draft=make_draft())

    assert Post.objects.get().link is None


def test_the_form_keeps_the_normalised_addresses(alice: Client) -> None:
    alice.post(
        "/write/",
        filled(link_url="Other.example/tram?utm_source=x#top", canonical_url=f"{URL}?b=2&a=1"),
    )

    post = Post.objects.get()
    assert post.link
    assert (post.link.url, post.canonical_url) == (URL, f"{URL}?a=1&b=2")
    page = alice.get(f"/posts/{post.pk}/edit/").content.decode()
    assert f'value="{URL}"' in page
    assert f'value="{URL}?a=1&amp;b=2"' in page


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("javascript:alert(1)", "Only http and https addresses are taken."),
        ("not an address", "This is not a complete web address."),
        ("https://alice@other.example/", "An address must not hold a user name."),
        ("http://testserver.invalid:x/", "This is not a complete web address."),
        ("https://other.example/" + "a" * 1500, "This address is too long."),
    ],
)
@pytest.mark.parametrize("field", ["link_url", "canonical_url"])
def test_what_cannot_be_linked_is_refused_with_words(
    alice: Client, field: str, address: str, words: str
) -> None:
    response = alice.post("/write/", filled(**{field: address}))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert address[:60] in response.content.decode()
    assert not Post.objects.exists()


def test_a_page_of_this_site_is_no_page_elsewhere(alice: Client, settings: Any) -> None:
    settings.BASE_URL = "https://www.site.example"

    response = alice.post("/write/", filled(link_url="http://site.example/posts/1/"))

    assert "This is an address of this site." in response.content.decode()


def test_an_author_is_told_once_that_a_page_was_discussed(alice: Client) -> None:
    now = timezone.now()
    earlier = make_post(link_url="http://www.other.example/tram/", title="Tram first")
    Post.objects.filter(pk=earlier.pk).update(published_at=now - timedelta(days=3, hours=5))

    told = alice.post("/write/", filled())
    page = told.content.decode()
    sent = alice.post("/write/", filled(link_seen=URL))

    assert told.status_code == 422
    assert "Discussed 3\xa0days ago:" in page
    assert "Tram first" in page
    assert "Read it and weep." in page
    assert f'name="link_seen" value="{URL}"' in page
    assert sent.status_code == 302
    assert Post.objects.count() == 2


def test_drafts_and_edits_are_not_held_up(alice: Client) -> None:
    make_post(link_url=URL)

    assert alice.post("/write/", filled(action="draft")).status_code == 302
    mine = make_post(link_url="https://else.example/")
    edited = alice.post(f"/posts/{mine.pk}/edit/", filled(version=mine.version, action="save"))
    assert edited.status_code == 302


def test_old_hidden_and_own_discussions_are_not_named(alice: Client) -> None:
    old, hidden = make_post(link_url=URL, title="Aged"), make_post(link_url=URL, title="Secret")
    Post.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=366))
    hide_post(hidden)
    make_post(link_url=URL, title="Unfinished", is_published=False)

    assert alice.post("/write/", filled()).status_code == 302


def test_the_editor_asks_where_a_page_was_discussed(alice: Client) -> None:
    earlier = make_post(link_url=URL, title="Tram first")

    asked = alice.get("/write/link/", {"url": f"{URL}?fbclid=1"}).content.decode()
    own = alice.get("/write/link/", {"url": URL, "post": str(earlier.pk)}).content.decode()
    bad = alice.get("/write/link/", {"url": "javascript:alert(1)"}).content.decode()

    assert "Tram first" in asked
    assert "Tram first" not in own
    assert "Only http and https addresses are taken." in bad
    assert alice.get("/write/link/").content.strip() == b""
    assert alice.post("/write/link/").status_code == 405


def test_strangers_cannot_ask(client: Client) -> None:
    assert client.get("/write/link/").status_code == 302


def test_a_post_names_other_discussions_of_its_page(client: Client) -> None:
    first = make_post(link_url=URL, title="Tram first")
    make_post(link_url=f"{URL}/", title="Tram second")
    gone = make_post(link_url=URL, title="Tram third")
    hide_post(gone)

    page = client.get(first.get_absolute_url()).content.decode()

    assert "Also discussed" in page
    assert "Tram second" in page
    assert "Tram third" not in page


def test_a_card_in_a_list_names_the_page(client: Client) -> None:
    make_post(link_url=URL)

    page = client.get("/").content.decode()

    assert f'<a href="{URL}" rel="nofollow ugc noopener"' in page
    assert "other.example" in page


def test_the_link_of_a_newcomer_is_judged_like_a_link_in_the_text() -> None:
    post = make_post(author=make_member("mallory", trust_level=0), body="", link_url=URL)

    assert "bare link" in post.held_reasons


def test_programs_read_the_link(client: Client) -> None:
    post = make_post(link_url=URL, canonical_url="https://first.example/")

    found = client.get(f"/api/v1/posts/{post.pk}/").json()

    assert found["link"]["url"] == URL
    assert found["link"]["site"] == "other.example"
    assert found["canonical_url"] == "https://first.example/"


def test_the_picture_goes_with_its_owner_and_the_link_stays() -> None:
    post = make_post(link_url=URL)
    picture = Image.objects.create(owner=post.author)
    LinkPreview.objects.update(image=picture)

    delete_post(post)
    post.author.delete()

    assert LinkPreview.objects.get().image is None
