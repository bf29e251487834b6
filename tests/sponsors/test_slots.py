"""Slots as the page brings them: the same for every reader."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone
from PIL import Image

from accounts.models import TrustLevel
from config.testing.html import AssertValidHtml
from sponsors.images import keep_picture
from sponsors.models import SponsoringPolicy, SponsorSlot
from sponsors.page import PageSlots, Subject
from sponsors.selectors.inventory import forget_inventory, inventory
from tests.factories import make_member, make_post
from tests.sponsors.factories import make_creative, make_flight, make_slot, make_sponsor

pytestmark = pytest.mark.django_db

ARTICLE = ("article-top", "article-inline", "sidebar-top", "sidebar-bottom", "article-bottom")


def render(*codes: str, path: str = "/posts/1/tram/", user: Any = None, **context: Any) -> str:
    """The slots as a page has them."""
    tags = "".join(f'{{% sponsor_slot "{code}" %}}' for code in codes)
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    template = Template("{% load sponsors %}" + tags)
    return template.render(Context({"request": request} | context)).strip()


def advertisers(html: str) -> list[str]:
    return re.findall(r'aria-label="Sponsor: ([^"]+)"', html)


def without_context(html: str) -> str:
    return re.sub(r'data-context="[^"]+"', "", html)


def picture(width: int = 400, height: int = 200) -> "ContentFile[bytes]":
    return keep_picture(Image.new("RGB", (width, height)))


def make_house(sponsor: str = "Broadsheet", **fields: Any) -> None:
    flight = make_flight(sponsor=sponsor, slots=ARTICLE)
    make_creative(flight=flight, is_house=True, **fields)


def test_migration_makes_the_slots_that_templates_name() -> None:
    others = {"feed-top", "feed-inline", "email-digest"}

    assert set(SponsorSlot.objects.values_list("code", flat=True)) == {*ARTICLE, *others}


def test_page_holds_a_creative_of_the_house_and_nothing_that_was_sold() -> None:
    make_creative(flight=make_flight(slots=ARTICLE))
    make_house(image=picture(), image_alt="A pencil")

    html = render("article-top")

    assert advertisers(html) == ["Broadsheet"]
    assert '<p class="sponsor-slot__label">Sponsor</p>' in html
    assert 'alt="A pencil"' in html
    assert 'rel="sponsored noopener"' in html


def test_page_without_a_house_creative_thanks_the_sponsors() -> None:
    make_creative()

    html = render("article-top")

    assert "Made possible by our sponsors" in html
    assert 'data-slot="article-top"' in html


def test_page_holds_no_token_that_counts() -> None:
    make_creative()
    make_house()

    html = render(*ARTICLE)

    assert "data-beacon" not in html
    assert "/sponsors/click/" not in html


def test_only_the_first_slot_carries_the_context() -> None:
    make_house()

    assert render(*ARTICLE).count("data-context") == 1


def test_context_says_what_the_page_is_about() -> None:
    post = make_post(tags=("Tram", "Harbour"), language="nl")
    make_house()

    html = render("article-top", post=post, tags=list(post.tags.all()))

    found = re.search(r'data-context="([^"]+)"', html)
    subject = Subject.from_token(found[1] if found else "")
    assert (subject.category_pk, subject.language) == (post.category_id, "nl")
    assert set(subject.tag_pks) == {tag.pk for tag in post.tags.all()}


def test_picture_has_its_final_size_in_the_slot() -> None:
    make_house(image=picture(300, 600))
    slot = make_slot("sidebar-top")

    html = render("sidebar-top")

    assert f'width="{slot.height // 2}" height="{slot.height}"' in html


def test_nothing_is_rendered_where_nothing_is_booked() -> None:
    make_creative(flight=make_flight(slots=("feed-top",)))

    assert render(*ARTICLE) == ""


def test_nothing_is_rendered_outside_of_a_request() -> None:
    make_house()

    template = Template('{% load sponsors %}{% sponsor_slot "article-top" %}')

    assert template.render(Context()).strip() == ""


@pytest.mark.parametrize("code", ["roof", ""])
def test_unknown_slot_stays_empty(code: str) -> None:
    make_house()

    assert render(code) == ""


def test_disabled_slot_stays_empty() -> None:
    make_house()
    SponsorSlot.objects.filter(code="article-top").update(is_enabled=False)

    assert render("article-top") == ""


def test_sensitive_story_stands_alone(client: Client) -> None:
    make_house()
    calm, sensitive = make_post(), make_post(is_sensitive=True)

    pages = [client.get(post.get_absolute_url()).content.decode() for post in (calm, sensitive)]

    assert ["sponsor-slot" in page for page in pages] == [True, False]


@pytest.mark.parametrize(
    ("level", "is_shown"), [(TrustLevel.MEMBER, True), (TrustLevel.REGULAR, False)]
)
def test_members_of_some_levels_are_spared(level: TrustLevel, *, is_shown: bool) -> None:
    SponsoringPolicy.objects.create(pk=1, ad_free_from=TrustLevel.REGULAR)
    make_house()

    html = render("article-top", user=make_member("bob", trust_level=level))

    assert bool(html) == is_shown


def test_every_reader_of_the_hour_gets_the_same() -> None:
    for name in ("Broadsheet", "Bakery", "Museum"):
        make_house(name)

    pages = {without_context(render(*ARTICLE)) for _ in range(5)}

    assert len(pages) <= 2  # the hour may end between two of them


def test_pages_and_hours_differ() -> None:
    for name in ("Broadsheet", "Bakery", "Museum"):
        make_house(name)
    now = timezone.now()
    known = inventory(now=now, redis=None)

    drawn = set()
    for hour in range(12):
        at = now + timedelta(hours=hour)
        filled = PageSlots(Subject("en"), path="/", inventory=known, now=at).fill("article-top")
        drawn.add(filled and filled.creative and filled.creative.sponsor.name)

    assert len(drawn) > 1


def test_no_creative_stands_twice_on_a_page() -> None:
    for name in ("Broadsheet", "Bakery", "Museum"):
        make_house(name)

    shown = advertisers(render(*ARTICLE))

    assert len(shown) == len(set(shown)) == 3


def test_a_page_costs_no_query_while_what_is_booked_is_fresh(
    django_assert_num_queries: Any,
) -> None:
    make_house()
    render(*ARTICLE)

    with django_assert_num_queries(0):
        render(*ARTICLE)


@pytest.mark.parametrize("bookings", [1, 30])
def test_reading_what_is_booked_costs_the_same_however_much_it_is(
    django_assert_max_num_queries: Any, bookings: int
) -> None:
    for number in range(bookings):
        make_creative(flight=make_flight(sponsor=f"Sponsor {number}", slots=ARTICLE))
    forget_inventory()

    with django_assert_max_num_queries(9):
        render(*ARTICLE)


def test_words_of_sponsors_cannot_break_out_of_the_markup() -> None:
    name = '"><script>alert(1)</script>'
    make_sponsor(name)
    make_house(name, headline="<b>now</b>", text="<img src=x>", image=picture(), image_alt='"><i>')

    html = render("article-top")

    assert "<script" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_markup_is_valid(assert_valid_html: AssertValidHtml) -> None:
    for number in range(4):
        make_house(f"House {number}", image=picture() if number % 2 else "")

    slots = render(*ARTICLE)

    head = '<!doctype html><html lang="en"><head><title>Slots</title></head>'
    assert_valid_html({"slots": f"{head}<body><main>{slots}</main></body></html>"})


def test_pictures_are_small_webp_files() -> None:
    kept = keep_picture(Image.new("RGBA", (4000, 1000)))

    with Image.open(BytesIO(kept.read())) as image:
        assert (image.format, image.size) == ("WEBP", (960, 240))
