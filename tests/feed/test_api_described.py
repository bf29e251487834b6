"""What requests that were made up found once: answers that the description of the API did not know."""

import json
import re
from typing import Any

import pytest
from django.test import Client, RequestFactory

from config.bootstrap import ROOT
from config.outage import failed
from tests.factories import make_category, make_comment, make_member
from tests.feed.api_client import Program

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())


def described(method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["paths"][f"/api/v1/{path}"][method]["responses"]
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "posts/", "posts/{post}/", "posts/{post}/reaction/", "posts/{post}/bookmark/", "comments/{comment}/vote/",
        "members/alice/follow/", "members/alice/mute/", "categories/harbour/follow/", "media/", "mutes/",
    ],
)  # fmt: skip
def test_every_address_says_what_it_takes(path: str) -> None:
    comment = make_comment(author=make_member("alice"))

    answer = Program(make_member("bob")).send(
        "OPTIONS", path.format(post=comment.post_id, comment=comment.pk)
    )

    assert answer.status_code == 200
    assert "renders" in answer.json()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_an_unknown_address_is_a_problem_by_every_method(method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, "/api/v1/posts/none/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["follow", "mute"])
def test_what_is_taken_back_answers_as_described(deed: str) -> None:
    make_category("Harbour")

    answer = Program(make_member("alice")).delete(f"categories/harbour/{deed}/")

    assert str(answer.status_code) in described("delete", f"categories/{{slug}}/{deed}/")


def test_a_page_says_that_it_may_be_the_last() -> None:
    page = SCHEMA["components"]["schemas"]["PaginatedPostList"]

    assert page["properties"]["next"]["type"] == ["string", "null"]
    assert described("get", "bookmark-lists/{id}/bookmarks/")["200"]["content"]["application/json"][
        "schema"
    ] == {"$ref": "#/components/schemas/PaginatedBookmarkList"}


def test_what_fields_may_leave_out_is_not_required() -> None:
    schemas = SCHEMA["components"]["schemas"]

    assert "required" not in schemas["Post"]
    assert "required" not in schemas["PostDetail"]
    assert schemas["Comment"]["required"]


def test_a_case_says_that_nobody_may_look_at_it() -> None:
    told = SCHEMA["components"]["schemas"]["Case"]["properties"]

    assert all("null" in told[name]["type"] for name in ("author", "taken_by", "taken_until"))


@pytest.mark.django_db
def test_a_bug_of_ours_is_a_problem_for_programs(rf: RequestFactory) -> None:
    answer = failed(rf.get("/api/v1/posts/"))

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["code"] == "internal_error"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("posts/?published_after=0188-11-04T06:37:12.81%2B23:22", 200),
        ("posts/?published_after=0001-01-01T00:00:00%2B23:22", 400),
        ("posts/?published_before=", 400),
        ("posts/about-page/", 400),
        ("moderation-log/?reason=AAA", 400),
        ("moderation-log/?deed=", 400),
    ],
)
def test_odd_filters_are_taken_or_refused(path: str, status: int) -> None:
    assert Program(None).get(path).status_code == status


@pytest.mark.django_db
def test_every_reading_takes_what_is_described_and_refuses_the_rest_by_name(client: Client) -> None:
    client.force_login(make_member("alice", is_staff=True, is_superuser=True))
    wrong = []

    for path, methods in SCHEMA["paths"].items():
        if "get" not in methods:
            continue
        address = re.sub(r"\{\w+\}", "1", path)
        names = {
            each["name"] for each in methods["get"].get("parameters", ()) if each["in"] == "query"
        }
        refused = client.get(address, {"unheard": "of"})
        if refused.status_code != 400 or pointers(refused) != {"/unheard"}:
            wrong.append(f"{path} takes whatever is asked: {refused.status_code}")
        taken = client.get(address, dict.fromkeys(names, ""))
        wrong += [f"{path} {each}" for each in pointers(taken, code="unknown")]

    assert wrong == []


def pointers(answer: Any, *, code: str = "") -> set[str]:
    is_problem = answer["Content-Type"] == "application/problem+json"
    errors = answer.json().get("errors", ()) if is_problem else ()
    return {each["pointer"] for each in errors if code in ("", each["code"])}


@pytest.mark.django_db
def test_a_writing_is_not_asked_what_stands_in_its_address() -> None:
    make_category("Harbour")

    answer = Program(make_member("alice")).send("PUT", "categories/harbour/follow/?from=app")

    assert answer.status_code == 200


def test_files_are_described_as_bytes_in_forms_alone() -> None:
    schemas = SCHEMA["components"]["schemas"]
    files = {
        (name, field)
        for name, each in schemas.items()
        for field, told in each.get("properties", {}).items()
        if told.get("format") == "binary"
    }

    assert files == {
        ("ImageInput", "file"), ("PatchedProfileFormInput", "avatar"),
        ("CreativeForm", "image"), ("PatchedCreativeChangeForm", "image"),
    }  # fmt: skip
    assert "avatar" not in schemas["PatchedProfileInput"]["properties"]


@pytest.mark.django_db
def test_a_refusal_says_what_would_be_taken() -> None:
    alice = Program(make_member("alice"))

    no_slash = [
        alice.get(path).json()["detail"] for path in ("posts", "posts/12", "postz", "posts/a")
    ]
    chosen = alice.post("webhooks/", {"url": "https://x.example/", "kinds": ["post.created"]})

    assert ["slash" in detail for detail in no_slash] == [True, True, False, False]
    [wrong] = chosen.json()["errors"]
    assert wrong["pointer"] == "/kinds/0"
    assert "Choose one of post.published, post.edited" in wrong["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize("spaces", ["", " ", "\x1d"])
def test_a_text_is_measured_as_it_was_sent(spaces: str) -> None:
    alice = Program(make_member("alice"))
    longest = SCHEMA["components"]["schemas"]["ListInput"]["properties"]["name"]["maxLength"]

    fits = alice.post("bookmark-lists/", {"name": "x" * (longest - len(spaces)) + spaces})
    exceeds = alice.post("bookmark-lists/", {"name": "y" * longest + (spaces or "y")})

    assert fits.status_code == 201
    assert [each["code"] for each in exceeds.json()["errors"]] == ["max_length"]
