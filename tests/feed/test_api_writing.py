"""Programs write posts and comments by the rules of the pages."""

from typing import Any

import pytest

from accounts.models import KeptAnswer, Scope
from feed.models import Comment, Post
from feed.services.publishing import hide_post
from tests.factories import make_category, make_comment, make_member, make_moderator, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db
DRAFT = {"title": "Dredger is back", "body": "It **works** at night.", "category": "harbour"}


@pytest.fixture
def alice() -> Program:
    make_category("Harbour")
    return Program(make_member("alice"))


def test_a_post_is_written_published_changed_and_deleted(alice: Program) -> None:
    made = alice.post("posts/", DRAFT | {"tags": ["Mud", "night work"]})
    path = made["Location"].removeprefix("/api/v1/")

    published = alice.post(f"{path}publish/")
    changed = alice.patch(path, {"title": "Dredger is here"}, If_Match=published["ETag"])
    revisions = alice.get(f"{path}revisions/").json()
    deleted = alice.delete(path)

    assert (made.status_code, made.json()["status"]) == (201, "draft")
    assert made.json()["tags"] == ["mud", "night-work"]
    assert published.json()["status"] == "published"
    assert (changed.json()["title"], changed.json()["body"]) == ("Dredger is here", DRAFT["body"])
    assert changed.json()["tags"] == ["mud", "night-work"]
    assert [each["number"] for each in revisions] == [2, 1]
    assert (deleted.status_code, alice.get(path).status_code) == (204, 404)


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"title": ""}, "/title", "blank"),
        ({"title": "\u200b"}, "/title", "invalid"),
        ({"title": 5 * ["x"]}, "/title", "invalid"),
        ({"title": 0}, "/title", "invalid"),
        ({"is_sensitive": "yes"}, "/is_sensitive", "invalid"),
        ({"tags": ["tram", 205]}, "/tags/1", "invalid"),
        ({"category": "nowhere"}, "/category", "unknown"),
        ({"language": "xx"}, "/language", "invalid_choice"),
        ({"tags": list("abcdef")}, "/tags", "max_length"),
        ({"tags": [{}]}, "/tags/0", "invalid"),
        ({"lead_image": -1}, "/lead_image", "min_value"),
        ({"link_url": "javascript:x"}, "/link_url", "invalid"),
        ({"status": "published"}, "/status", "unknown"),
        ({"author": 1}, "/author", "unknown"),
    ],
)  # fmt: skip
def test_wrong_fields_are_named(
    alice: Program, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    response = alice.post("posts/", DRAFT | wrong)

    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(pointer, code)]
    assert not Post.objects.exists()


def test_no_field_of_the_model_is_assigned_by_the_way(alice: Program) -> None:
    takes = {"title", "body", "category", "tags", "language", "excerpt", "lead_image", "series", "canonical_url", "is_sensitive"}  # fmt: skip
    others = {field.name for field in Post._meta.get_fields()} - takes

    response = alice.post("posts/", DRAFT | dict.fromkeys(others, 1))

    assert {each["pointer"][1:] for each in response.json()["errors"]} >= set(sorted(others)[:20])


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"title": 1, "title": 2}', b'{"a":' * 5000, b"\xff"]
)
def test_what_is_no_json_object_is_a_problem(alice: Program, body: bytes) -> None:
    response = alice.post("posts/", body)

    assert (response.status_code, response.json()["code"]) == (400, "parse_error")


@pytest.mark.parametrize("size", [1_000_001, 12_000_001])
def test_a_large_body_is_refused(alice: Program, size: int) -> None:
    response = alice.post("posts/", b" " * size)

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_an_edit_says_which_version_it_changes(alice: Program) -> None:
    path = f"posts/{make_post(author=make_member('alice')).pk}/"
    seen = alice.get(path)["ETag"]

    first = alice.patch(path, {"title": "First"}, If_Match=seen)
    lost = alice.patch(path, {"title": "Second"}, If_Match=seen)
    blind = alice.patch(path, {"title": "Third"})

    assert [each.status_code for each in (first, lost, blind)] == [200, 412, 428]
    assert alice.get(path).json()["title"] == "First"


def test_what_was_read_is_not_sent_again(alice: Program) -> None:
    path = f"posts/{make_post().pk}/"
    seen = alice.get(path)

    assert alice.get(path, If_None_Match=seen["ETag"]).status_code == 304
    alice.patch(path, {"title": "Other"}, If_Match=seen["ETag"])
    assert alice.get(path, If_None_Match=seen["ETag"]).status_code == 200


def test_a_key_makes_one_post_however_often_it_is_sent(alice: Program) -> None:
    first, again = (alice.post("posts/", DRAFT, Idempotency_Key="one") for _time in range(2))
    other = alice.post("posts/", DRAFT | {"title": "Else"}, Idempotency_Key="one")

    assert first.json() == again.json()
    assert (first["Location"], again["Idempotent-Replayed"]) == (again["Location"], "true")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key")
    assert Post.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(alice: Program) -> None:
    refused = alice.post("posts/", DRAFT | {"title": ""}, Idempotency_Key="one")
    taken = alice.post("posts/", DRAFT, Idempotency_Key="one")

    assert (refused.status_code, taken.status_code) == (400, 201)
    assert KeptAnswer.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "é", "x" * 256])
def test_an_odd_key_is_refused(alice: Program, key: str) -> None:
    assert alice.post("posts/", DRAFT, Idempotency_Key=key).status_code == 422


DEEDS = (
    ("POST", "posts/", Scope.POSTS), ("PATCH", "posts/{post}/", Scope.POSTS), ("DELETE", "posts/{post}/", Scope.POSTS),
    ("POST", "posts/{post}/publish/", Scope.POSTS), ("POST", "posts/{post}/schedule/", Scope.POSTS),
    ("POST", "posts/{post}/comments/", Scope.COMMENTS), ("PATCH", "comments/{comment}/", Scope.COMMENTS),
    ("DELETE", "comments/{comment}/", Scope.COMMENTS), ("PUT", "comments/{comment}/vote/", Scope.REACTIONS),
    ("PUT", "posts/{post}/reaction/", Scope.REACTIONS), ("PUT", "posts/{post}/bookmark/", Scope.LISTS),
    ("PUT", "members/alice/follow/", Scope.LISTS), ("DELETE", "categories/harbour/mute/", Scope.LISTS),
    ("POST", "mutes/", Scope.LISTS), ("POST", "bookmark-lists/", Scope.LISTS), ("POST", "media/", Scope.MEDIA),
    ("GET", "notifications/", Scope.NOTIFICATIONS), ("POST", "notifications/read-all/", Scope.NOTIFICATIONS),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path", "scope"), DEEDS)
def test_strangers_sign_in_and_small_scopes_are_named(method: str, path: str, scope: Scope) -> None:
    comment = make_comment()
    path = path.format(post=comment.post_id, comment=comment.pk)

    stranger = Program(None).send(method, path)
    small = Program(comment.post.author, *(set(Scope) - {scope})).send(method, path)

    assert (stranger.status_code, stranger["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert (small.status_code, small.json()["code"]) == (403, "insufficient_scope")
    assert small.json()["scope"] == scope


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("PATCH", "posts/{post}/", {"title": "Mine"}), ("DELETE", "posts/{post}/", None),
        ("POST", "posts/{post}/publish/", None), ("POST", "posts/{post}/unpublish/", None),
        ("PATCH", "comments/{comment}/", {"body": "Mine"}), ("DELETE", "comments/{comment}/", None),
    ],
)  # fmt: skip
def test_what_others_wrote_is_not_mallorys_to_change(method: str, path: str, data: Any) -> None:
    comment = make_comment()
    draft, mallory = make_post(is_published=False), Program(make_member("mallory"))

    answers = [
        mallory.send(method, path.format(post=post.pk, comment=comment.pk), data, If_Match="*")
        for post in (comment.post, draft)
    ]

    assert answers[0].status_code == 403
    assert answers[1].status_code == (404 if "{post}" in path else 403)


def test_a_moderator_changes_any_post() -> None:
    path = f"posts/{hide_post(make_post()).pk}/"

    assert Program(make_member("bob")).get(path).status_code == 404
    assert Program(make_moderator()).patch(path, {"title": "X"}, If_Match="*").status_code == 200


def test_a_comment_is_written_changed_judged_and_deleted(alice: Program) -> None:
    post, bob = make_post(), Program(make_member("bob"))

    made = bob.post(f"posts/{post.pk}/comments/", {"body": "Well said."})
    path = made["Location"].removeprefix("/api/v1/")
    changed = bob.patch(path, {"body": "Better said."}, If_Match=made["ETag"])
    lost = bob.patch(path, {"body": "Lost."}, If_Match=made["ETag"])
    judged = alice.put(f"{path}vote/", {"is_helpful": True})
    own = bob.put(f"{path}vote/", {"is_helpful": True})
    tree = bob.get(f"posts/{post.pk}/thread/").json()["comments"]
    gone = bob.delete(path)

    assert (made.status_code, changed.json()["body"]) == (201, "Better said.")
    assert (lost.status_code, own.status_code, gone.status_code) == (412, 403, 204)
    assert judged.json()["helpful_count"] == 1
    assert [(each["depth"], each["helpful_count"]) for each in tree] == [(0, 1)]
    assert not Comment.objects.live().exists()


def test_a_parent_from_another_post_is_a_conflict(alice: Program) -> None:
    parent = make_comment()

    response = alice.post(
        f"posts/{make_post().pk}/comments/", {"body": "Hello", "parent": parent.pk}
    )

    assert (response.status_code, response.json()["code"]) == (409, "not_possible")


def test_a_comment_of_nothing_is_refused_as_on_the_page(alice: Program) -> None:
    path = f"posts/{make_post().pk}/comments/"
    own = make_comment(author=make_member("alice"))

    refused = [alice.post(path, {"body": body}) for body in ("  ", "\u200b\n")]
    refused.append(alice.patch(f"comments/{own.pk}/", {"body": " "}, If_Match="*"))

    assert [(each.status_code, each.json()["errors"][0]["code"]) for each in refused] == [(400, "blank")] * 3  # fmt: skip


def test_what_a_body_points_to_and_is_not_there_is_named(alice: Program) -> None:
    post = make_post(author=make_member("alice"))

    answered = alice.post(f"posts/{post.pk}/comments/", {"body": "Hello", "parent": 2**40})
    shown = alice.patch(f"posts/{post.pk}/", {"lead_image": 2**40}, If_Match="*")
    all_at_once = alice.post("posts/", {"title": 3, "colour": "red", "tags": "x"})

    pointers = [
        {each["pointer"] for each in answer.json()["errors"]}
        for answer in (answered, shown, all_at_once)
    ]
    assert pointers == [{"/parent"}, {"/lead_image"}, {"/title", "/colour", "/tags", "/body", "/category"}]  # fmt: skip
    assert {answered.status_code, shown.status_code, all_at_once.status_code} == {400}


def test_an_answer_that_is_given_again_lets_its_maker_edit_until_somebody_else_did(
    alice: Program,
) -> None:
    make_category("Harbour")
    draft = {"title": "Dredger", "body": "It works.", "category": "harbour"}

    first, again = (alice.post("posts/", draft, Idempotency_Key="one") for _twice in range(2))

    path = f"posts/{first.json()['id']}/"
    edited = alice.patch(path, {"title": "Dredger is back"}, If_Match=again["ETag"])
    late = alice.post("posts/", draft, Idempotency_Key="one")
    lost = alice.patch(path, {"title": "Dredger is gone"}, If_Match=late["ETag"])

    assert first["ETag"].partition(".")[0] == again["ETag"].partition(".")[0]
    assert (edited.status_code, lost.status_code) == (200, 412)


def test_refusals_say_what_to_do(alice: Program) -> None:
    typed = alice.client.post("/api/v1/posts/", "x", content_type="text/plain", headers=alice.headers)  # fmt: skip

    assert typed.json()["detail"] == "Send application/json."
    assert Program(None).post("posts/", {}).json()["detail"].startswith("Send a token")
    assert "/api/v1/docs/" in Program(None).get("postz/").json()["detail"]
    assert "autor" in str(alice.get("posts/?autor=alice").json()["errors"])


def test_a_draft_is_scheduled_for_the_future_only(alice: Program) -> None:
    post = make_post(is_published=False, author=make_member("alice"))
    path = f"posts/{post.pk}/schedule/"

    past = alice.post(path, {"at": "2020-01-01T00:00:00Z"})
    wrong = alice.post(path, {"at": "tomorrow"})

    assert (past.status_code, wrong.status_code) == (409, 400)


@pytest.mark.parametrize("zone", [" Mars/Olympus", "[Mars/Olympus]", "+99:99", "+25:00"])
def test_a_time_zone_that_does_not_exist_is_refused_in_words(alice: Program, zone: str) -> None:
    post = make_post(is_published=False, author=make_member("alice"))

    response = alice.post(f"posts/{post.pk}/schedule/", {"at": f"2099-01-01T09:00{zone}"})

    assert response.status_code == 400
    assert "+HH:MM" in response.content.decode()
    assert not Post.objects.filter(scheduled_for__isnull=False).exists()
