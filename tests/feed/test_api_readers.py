"""Programs read, react, keep, follow, mute and upload for their member."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import NotificationKind
from accounts.services.notifications import notify
from feed.services import following
from tests.factories import make_category, make_member, make_post, make_upload
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob() -> Program:
    return Program(make_member("bob"))


def ids(response: Any) -> list[int]:
    return [post["id"] for post in response.json()["results"]]


@pytest.mark.parametrize("sort", ["latest", "hot", "top&window=day", "following", "for-you"])
def test_every_tab_is_a_list(bob: Program, sort: str) -> None:
    post = make_post()
    following.set_following(make_member("bob"), subject=post.author, is_on=True)

    assert ids(bob.get(f"posts/?sort={sort}")) == [post.pk]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("sort=best", 400), ("sort=top&window=hour", 400), ("window=hour", 400), ("fields=password", 400), ("expand=tags", 400),
        ("page_size=0", 400), ("page_size=x", 400), ("cursor=x", 400), ("sort=following", 401), ("sort=for-you", 401),
        ("published_after=never", 400), ("sort=for-you&cursor=x", 401),
    ],
)  # fmt: skip
def test_what_no_list_knows_is_a_problem(client: Client, query: str, status: int) -> None:
    assert client.get(f"/api/v1/posts/?{query}").status_code == status


def test_a_cursor_belongs_to_its_list(client: Client) -> None:
    for _number in range(3):
        make_post()
    address = client.get("/api/v1/posts/?page_size=1&sort=latest").json()["next"]

    assert client.get(address).status_code == 200
    assert client.get(address.replace("sort=latest", "sort=hot")).json()["code"] == "bad_cursor"


@pytest.mark.parametrize("sort", ["latest", "hot", "top"])
def test_pages_lead_there_and_back(client: Client, sort: str) -> None:
    made = {make_post().pk for _ in range(5)}

    first = client.get(f"/api/v1/posts/?page_size=2&sort={sort}").json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()

    seen = [post["id"] for page in (first, second, third) for post in page["results"]]
    assert (len(seen), set(seen)) == (5, made)
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_for_you_has_pages_of_the_size_that_is_asked_for_and_takes_no_filter(bob: Program) -> None:
    made = {make_post(author=make_member(f"writer{number % 3}")).pk for number in range(5)}
    seen: list[int] = []
    address: str | None = "posts/?sort=for-you&page_size=2"

    while address:
        page = bob.get(address).json()
        assert len(page["results"]) <= 2
        seen += [post["id"] for post in page["results"]]
        address = page["next"] and page["next"].partition("/api/v1/")[2]
    filtered = bob.get("posts/?sort=for-you&category=harbour")

    assert (len(seen), set(seen)) == (5, made)
    assert filtered.status_code == 400
    assert [each["pointer"] for each in filtered.json()["errors"]] == ["/category"]
    assert bob.get("posts/?sort=for-you&page_size=x").status_code == 400


def test_an_answer_holds_the_fields_that_were_asked_for(client: Client) -> None:
    make_post(author=make_member("alice", bio="Writes."))

    whole = client.get("/api/v1/posts/?fields=id,author&expand=author").json()["results"][0]
    short = client.get("/api/v1/posts/").json()["results"][0]

    assert (set(whole), whole["author"]["bio"]) == ({"id", "author"}, "Writes.")
    assert set(short["author"]) == {"username", "name", "url"}


@pytest.mark.parametrize("count", [1, 30])
def test_lists_ask_as_often_for_thirty_as_for_one(
    bob: Program, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_post(author=make_member(f"voice{number}"), tags=(f"tag{number}",))
    bob.get("posts/")

    with django_assert_max_num_queries(4):
        bob.get("posts/?expand=author,category")


def test_a_reader_reacts_and_takes_it_back(bob: Program) -> None:
    path = f"posts/{make_post().pk}/reaction/"

    given, again = (bob.put(path, {"kind": "thanks"}).json() for _time in range(2))
    gone = bob.delete(path).json()

    assert given == again
    assert [sum(each["count"] for each in bar["reactions"]) for bar in (given, gone)] == [1, 0]
    assert bob.put(path, {"kind": "hate"}).status_code == 400


def test_an_author_does_not_react_to_himself() -> None:
    post = make_post()

    assert (
        Program(post.author).put(f"posts/{post.pk}/reaction/", {"kind": "like"}).status_code == 403
    )


def test_kept_posts_lie_on_lists_that_nobody_else_sees(bob: Program) -> None:
    kept = bob.put(f"posts/{make_post().pk}/bookmark/").json()
    made = bob.post("bookmark-lists/", {"name": "Later"})
    path = f"bookmark-lists/{made.json()['id']}/"

    moved = bob.patch(f"bookmarks/{kept['id']}/", {"list": made.json()["id"], "note": "Soon"})
    renamed = bob.patch(path, {"name": "Now"}, If_Match=made["ETag"])
    lost = bob.patch(path, {"name": "Never"}, If_Match=made["ETag"])

    assert (moved.json()["note"], renamed.json()["name"], lost.status_code) == ("Soon", "Now", 412)
    assert [each["id"] for each in bob.get(f"{path}bookmarks/").json()["results"]] == [kept["id"]]
    mallory = Program(make_member("mallory"))
    assert mallory.get(path).status_code == mallory.delete(path).status_code == 404
    assert mallory.patch(f"bookmarks/{kept['id']}/", {"note": "x"}).status_code == 404
    assert bob.delete(path).status_code == 204


def test_things_are_followed_and_muted(bob: Program) -> None:
    make_post(tags=("mud",))

    for path in ("members/ALICE", "categories/harbour", "tags/mud"):
        assert bob.put(f"{path}/follow/").json()["is_followed"]
    followed = bob.get("follows/").json()
    assert bob.put("tags/mud/mute/").json()["is_muted"]
    assert [(each["kind"], each["slug"]) for each in bob.get("mutes/").json()] == [("tag", "mud")]
    assert ids(bob.get("posts/")) == []
    assert not bob.delete("tags/mud/mute/").json()["is_muted"]

    named = [(each["kind"], each["slug"]) for each in followed]
    assert named == [("author", "alice"), ("category", "harbour"), ("tag", "mud")]
    assert bob.put("members/bob/follow/").status_code == 409
    assert bob.put("tags/none/follow/").status_code == 404


def test_keywords_are_muted_and_lifted(bob: Program) -> None:
    muted = bob.post("mutes/", {"keyword": "Dredger"}).json()

    assert [(each["kind"], each["name"]) for each in muted] == [("keyword", "dredger")]
    assert bob.post("mutes/", {"keyword": "!"}).status_code == 409
    assert bob.delete(f"mutes/{muted[0]['id']}/").status_code == 204
    assert bob.get("mutes/").json() == []


def test_notifications_are_listed_and_read(bob: Program) -> None:
    notify(
        recipient_pks=[make_member("bob").pk],
        kind=NotificationKind.REPLY,
        actor=make_member("carol"),
        subject="comment:1",
        title="Dredger",
        url="/posts/1/",
    )
    unread = bob.get("notifications/unread/").json()["unread_count"]
    one = bob.get("notifications/").json()["results"][0]

    others = Program(make_member("mallory")).post(f"notifications/{one['id']}/read/")
    bob.post(f"notifications/{one['id']}/read/")
    bob.post("notifications/read-all/")

    assert unread >= 1
    assert others.status_code == 404
    assert bob.get("notifications/unread/").json()["unread_count"] == 0


def test_a_picture_is_uploaded(bob: Program) -> None:
    send: Any = {"file": make_upload(), "alt": "A berth"}
    made = bob.client.post("/api/v1/media/", send, headers=bob.headers)
    bad = bob.client.post(
        "/api/v1/media/", {"file": make_upload(), "owner": "1"}, headers=bob.headers
    )

    assert (made.status_code, made.json()["alt"]) == (201, "A berth")
    assert (bad.status_code, bad.json()["errors"][0]["code"]) == (400, "unknown")


def test_a_member_reads_who_he_is_and_what_he_wrote() -> None:
    draft = make_post(is_published=False)
    alice = Program(draft.author)

    assert alice.get("members/me/").json()["username"] == "alice"
    assert ids(alice.get("posts/mine/")) == [draft.pk]
    assert ids(Program(make_member("bob")).get("posts/mine/")) == []


@pytest.mark.parametrize(
    "header", ["Bearer bsk_forged", "Bearer", "Basic YTpi", "Bearer é", "x" * 9_000]
)
def test_a_wrong_token_is_refused_where_strangers_read(client: Client, header: str) -> None:
    response = client.get("/api/v1/posts/", headers={"Authorization": header})

    assert (response.status_code, response.json()["code"]) == (401, "invalid_token")


def test_a_wrong_token_is_refused_whatever_is_asked(client: Client) -> None:
    wrong = {"Authorization": "Bearer bsk_forged"}

    assert client.delete("/api/v1/search/", headers=wrong).status_code == 401
    assert client.options("/api/v1/posts/", headers=wrong).status_code == 401
    assert client.generic("TRACE", "/api/v1/posts/").status_code == 405


def test_a_session_writes_with_a_form_token_only() -> None:
    client, member = Client(enforce_csrf_checks=True), make_member("bob")
    client.force_login(member)

    response = client.post(
        "/api/v1/bookmark-lists/", {"name": "x"}, content_type="application/json"
    )

    assert response.status_code == 403


def test_limits_are_told_and_held(bob: Program, redis: Any) -> None:
    from accounts.api.limits import LIMITS

    quota = next(limit.quota for limit in LIMITS if limit.name == "write-member")
    refused, taken = bob.delete("mutes/1/"), 0
    while refused.status_code == 204 and taken <= 2 * quota:  # a minute may end meanwhile
        refused, taken = bob.delete("mutes/1/"), taken + 1

    assert taken >= quota
    assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert bob.get("posts/")["RateLimit-Policy"] == '"read-member";q=1200;w=60'


def test_without_redis_programs_read_but_do_not_write(bob: Program, redis_down: None) -> None:
    make_category()

    assert bob.get("categories/").status_code == 200
    assert bob.delete("mutes/1/").status_code == 503


def test_feeds_are_set_and_begin_anew() -> None:
    alice = Program(make_member("alice"))
    before = alice.get("account/feeds/")

    set_once = alice.patch(
        "account/feeds/", {"languages": ["nl"], "learns": False}, If_Match=before["ETag"]
    )
    wrong = alice.patch("account/feeds/", {"languages": ["xx"], "tab": "hot"}, If_Match="*")

    assert before.json() == {"languages": [], "keeps_history": True, "learns": True}
    assert set_once.json() == {"languages": ["nl"], "keeps_history": True, "learns": False}
    assert alice.patch("account/feeds/", {}, If_Match=before["ETag"]).status_code == 412
    assert wrong.status_code == 400
    assert alice.delete("account/feeds/").status_code == 204
    assert Program(None).get("account/feeds/").status_code == 401
