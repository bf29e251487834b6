"""The bar "3 new posts": one number of Redis, never the database."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config.redis import Client as Redis
from feed.selectors.fresh import published_key
from feed.services import publishing
from tests.factories import make_post


@pytest.mark.django_db(transaction=True)
def test_the_bar_counts_what_was_published_since_the_page_was_made(
    client: Client, redis: Redis
) -> None:
    make_post()
    since = client.get("/").context["published_total"]
    for _ in range(3):
        make_post()

    response = client.get("/fresh/", {"since": since})

    assert since == 1
    assert response.status_code == 200
    assert "3 new posts" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_publishing_again_is_no_news(client: Client, redis: Redis) -> None:
    post = make_post()

    publishing.publish_post(publishing.unpublish_post(post), actor=post.author)

    assert int(redis.get(published_key()) or 0) == 1


@pytest.mark.django_db
def test_a_poll_asks_the_database_nothing(
    client: Client, redis: Redis, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    redis.set(published_key(), 7)

    with django_assert_num_queries(0):
        responses = [client.get("/fresh/", {"since": "4"}), client.get("/fresh/", {"since": "7"})]

    assert [response.status_code for response in responses] == [200, 204]
    assert "Cookie" not in responses[0].get("Vary", "")
    assert "max-age=10" in responses[0]["Cache-Control"]


def test_what_has_not_changed_is_not_sent_again(client: Client, redis: Redis) -> None:
    redis.set(published_key(), 7)
    etag = client.get("/fresh/", {"since": "4"})["ETag"]

    same = client.get("/fresh/", {"since": "4"}, headers={"If-None-Match": etag})
    redis.incr(published_key())
    other = client.get("/fresh/", {"since": "4"}, headers={"If-None-Match": etag})

    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200


def test_it_speaks_the_readers_language(client: Client, redis: Redis) -> None:
    redis.set(published_key(), 5)

    response = client.get("/fresh/", {"since": "4"}, headers={"Accept-Language": "nl"})

    assert "1 nieuw artikel" in response.content.decode()


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 400, "٣", "1.5", "100"])
def test_no_total_of_ours_is_no_news(client: Client, redis: Redis, since: str) -> None:
    redis.set(published_key(), 7)

    assert client.get("/fresh/", {"since": since}).status_code == 204


def test_it_is_not_written_to(client: Client) -> None:
    assert client.post("/fresh/").status_code == 405


def test_many_are_told_as_many(client: Client, redis: Redis) -> None:
    redis.set(published_key(), 5000)

    assert "More than 99" in client.get("/fresh/", {"since": "0"}).content.decode()


@pytest.mark.django_db
def test_without_redis_there_is_no_bar_and_no_error(client: Client, redis_down: None) -> None:
    make_post()

    assert client.get("/fresh/", {"since": "0"}).status_code == 204
    assert client.get("/").status_code == 200
