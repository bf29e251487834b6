"""Publishing later, on time, by the clock on the author's wall."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.errors import NoSuchTimeError
from accounts.models import TrustLevel, User
from accounts.zones import instant_of, zone_of
from feed.errors import NotPossibleError
from feed.models import Category, Post, PostStatus
from feed.services import publishing
from feed.services.scheduling import publish_due, schedule_post
from tests.factories import make_category, make_member, make_post

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = timedelta(hours=1)


def scheduled(hours: float = 1) -> Post:
    post = make_post(is_published=False)
    return schedule_post(post, at=timezone.now() + hours * HOUR)


@pytest.mark.django_db
def test_a_scheduled_post_appears_when_its_time_has_come_and_not_before() -> None:
    post = scheduled()

    assert post.scheduled_for is not None
    before = publish_due(now=post.scheduled_for - timedelta(seconds=1))
    after = publish_due(now=post.scheduled_for)

    published = Post.objects.get()
    assert (before, after) == (0, 1)
    assert (published.status, published.published_at) == (PostStatus.PUBLISHED, post.scheduled_for)
    assert published.scheduled_for is None
    assert Category.objects.get().post_count == 1


@pytest.mark.django_db
def test_publishing_what_is_due_twice_publishes_once() -> None:
    post = scheduled()

    publish_due(now=post.scheduled_for)

    assert publish_due(now=post.scheduled_for) == 0
    assert Category.objects.get().post_count == 1


@pytest.mark.django_db
def test_a_scheduled_post_is_not_public(client: Client) -> None:
    post = scheduled()

    assert client.get(post.get_absolute_url()).status_code == 404
    assert post.title not in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_author_may_change_the_time_or_call_it_off() -> None:
    post = scheduled()

    first = post.scheduled_for
    later = schedule_post(post, at=timezone.now() + 5 * HOUR)
    publishing.unpublish_post(later)

    assert later.scheduled_for != first
    assert publish_due(now=timezone.now() + 9 * HOUR) == 0


@pytest.mark.django_db
def test_a_published_post_cannot_be_scheduled() -> None:
    with pytest.raises(NotPossibleError):
        schedule_post(make_post(), at=timezone.now() + HOUR)


@pytest.mark.django_db
def test_what_looks_like_spam_is_held_when_its_time_comes() -> None:
    mallory = make_member("mallory", trust_level=TrustLevel.NEW)
    post = make_post(
        author=mallory, is_published=False, body="Best price, book now: +31 20 555 0123"
    )
    schedule_post(post, at=timezone.now() + HOUR)

    publish_due(now=timezone.now() + 2 * HOUR)

    assert Post.objects.get().status == PostStatus.HELD


@pytest.mark.django_db
def test_what_a_suspended_member_scheduled_waits() -> None:
    post = scheduled()
    type(post.author).objects.update(is_active=False)

    assert publish_due(now=post.scheduled_for) == 0


def _form(**fields: str) -> dict[str, object]:
    base = {
        "title": "Later",
        "body": "x",
        "category": make_category().pk,
        "language": "en",
        "action": "schedule",
    }
    return base | fields


@pytest.mark.django_db
def test_the_form_schedules_by_the_authors_clock(client: Client) -> None:
    alice = make_member("alice", time_zone="Europe/Amsterdam")
    client.force_login(alice)
    wall = (datetime.now(AMSTERDAM) + timedelta(days=2)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )

    client.post("/write/", _form(publish_at=f"{wall:%Y-%m-%dT%H:%M}"))
    shown = client.get(f"/posts/{Post.objects.get().pk}/edit/").content.decode()

    assert Post.objects.get().scheduled_for == wall
    assert f"{wall:%Y-%m-%dT%H:%M}" in shown


@pytest.mark.django_db
def test_without_a_setting_the_browsers_zone_counts(client: Client) -> None:
    client.force_login(make_member("alice"))
    wall = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=2)

    client.post("/write/", _form(publish_at=f"{wall:%Y-%m-%dT%H:%M}", browser_zone="Asia/Tokyo"))

    assert Post.objects.get().scheduled_for == wall.replace(tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "publish_at", ["", "2020-01-01T09:00", "9999-01-01T00:00", "nonsense", "0001-01-01T00:00"]
)
def test_a_time_that_cannot_be_comes_back_with_the_form_and_makes_no_post(
    client: Client, publish_at: str
) -> None:
    client.force_login(make_member("alice"))

    response = client.post("/write/", _form(publish_at=publish_at))

    assert response.status_code == 422
    assert response.context["form"].errors["publish_at"]
    assert not Post.objects.exists()


def test_the_hour_that_summer_time_skips_does_not_exist() -> None:
    with pytest.raises(NoSuchTimeError, match="02:30"):
        instant_of(datetime(2027, 3, 28, 2, 30), zone=AMSTERDAM)  # noqa: DTZ001


def test_of_the_hour_that_comes_twice_the_first_is_meant() -> None:
    assert instant_of(datetime(2026, 10, 25, 2, 30), zone=AMSTERDAM) == datetime(  # noqa: DTZ001
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@pytest.mark.django_db
def test_a_zone_that_a_browser_makes_up_is_refused_unless_the_member_chose_one(
    client: Client,
) -> None:
    alice = make_member("alice")
    client.force_login(alice)
    wall = datetime.now(UTC) + timedelta(days=2)
    form = _form(publish_at=f"{wall:%Y-%m-%dT%H:%M}", browser_zone="Mars/Olympus")

    refused = client.post("/write/", form)
    assert (refused.status_code, Post.objects.count()) == (422, 0)
    assert "There is no time zone “Mars/Olympus”" in refused.text
    assert refused.context["form"]["title"].value() == "Later"
    User.objects.update(time_zone="Asia/Tokyo")

    assert client.post("/write/", form).status_code == 302
    assert Post.objects.get().scheduled_for is not None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "x" * 60])
def test_a_zone_that_does_not_exist_is_passed_over(name: str) -> None:
    assert zone_of(make_member("alice", time_zone=""), browser_zone=name).key == "UTC"
