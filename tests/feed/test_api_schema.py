"""The description of the API is complete, and a change of it is seen."""

import json
import re
import shlex
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from accounts.api.schema import KEY_REFUSED, REFUSALS, VERSION_REFUSED
from accounts.models import Scope
from config.bootstrap import ROOT
from feed.models import Post
from tests.factories import make_category, make_member, make_upload
from tests.feed.api_client import Program

# What is made here, no other operation takes by its number.
UNLINKED = {
    "account_export_create", "account_invitations_create", "decisions_appeal_create",
    "decisions_appeal_messages_create", "members_notes_create", "mutes_create", "reports_create",
}  # fmt: skip
FILES = ("application/zip", "application/pdf")
COMMITTED = ROOT / "docs" / "openapi.json"
RENEW = "python3 manage.py spectacular --format openapi-json --validate --file docs/openapi.json"


@pytest.fixture
def schema(client: Client) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/api/v1/schema/?format=json").json()
    return described


def operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for methods in schema["paths"].values() for each in methods.values()]


@pytest.mark.django_db
def test_the_committed_description_is_that_of_the_code(schema: dict[str, Any]) -> None:
    assert json.loads(COMMITTED.read_text()) == schema, f"The API has changed. If meant: {RENEW}"


@pytest.mark.django_db
def test_every_operation_says_what_it_does_and_how_it_fails(schema: dict[str, Any]) -> None:
    lacking = [
        f"{method} {path} {lack}"
        for path, methods in schema["paths"].items()
        for method, each in methods.items()
        for lack in _lacks(path, method, each)
    ]

    assert schema["openapi"] == "3.1.0"
    assert lacking == []


def _lacks(path: str, method: str, operation: dict[str, Any]) -> set[str]:
    """What a description must say and does not: words, each parameter of the address, each refusal, an answer."""
    told = {name for name in ("operationId", "summary", "tags", "security") if operation.get(name)}
    names = {each["name"] for each in operation.get("parameters", ())}
    told |= set(operation["responses"]) | {f"{{{name}}}" for name in names}
    refusals = {
        str(status)
        for status, _words, methods in REFUSALS
        if method in methods
        and (status not in KEY_REFUSED or "Idempotency-Key" in names)
        and (status not in VERSION_REFUSED or "If-Match" in names)
    }
    good = set() if any(status < "300" for status in operation["responses"]) else {"200"}
    wanted = {"operationId", "summary", "tags", "security", *re.findall(r"\{\w+\}", path)}
    return (wanted | refusals | good) - told


@pytest.mark.django_db
def test_what_an_operation_makes_leads_to_all_that_takes_it(schema: dict[str, Any]) -> None:
    known = {each["operationId"]: each for each in operations(schema)}
    links = {
        name: each["responses"]["201"].get("links", {})
        for name, each in known.items()
        if "201" in each["responses"]
    }

    for target, told in (pair for each in links.values() for pair in each.items()):
        names = {parameter["name"] for parameter in known[target]["parameters"]}
        assert set(told["parameters"]) <= names, target
    assert {name for name, each in links.items() if not each} == UNLINKED
    assert links["posts_create"].keys() == {
        each["operationId"]
        for path, methods in schema["paths"].items()
        if path.startswith("/api/v1/posts/{id}/")
        for each in methods.values()
    }
    assert links["posts_comments_create"]["comments_partial_update"]["parameters"] == {
        "id": "$response.body#/id", "If-Match": "$response.header.ETag",
    }  # fmt: skip


@pytest.mark.django_db
def test_every_operation_shows_what_is_sent_and_answered(schema: dict[str, Any]) -> None:
    bare = []
    for each in operations(schema):
        parts = [("body", each["requestBody"])] if "requestBody" in each else []
        parts += list(each["responses"].items())
        bare += [
            f"{each['operationId']} {name} {kind}"
            for name, part in parts
            for kind, media in part.get("content", {}).items()
            if "example" not in media and kind not in FILES
        ]
        bare += [
            f"{each['operationId']} {parameter['name']}"
            for parameter in each.get("parameters", ())
            if not parameter.get("description")
            or ("example" not in parameter and parameter["in"] != "header")
        ]

    assert bare == []


@pytest.mark.django_db
def test_examples_fit_their_own_schemas(schema: dict[str, Any]) -> None:
    shown = {
        json.dumps([media["schema"], media["example"]]): (f"{each['operationId']} {status}", media)
        for each in operations(schema)
        for status, part in (("body", each.get("requestBody", {})), *each["responses"].items())
        for kind, media in part.get("content", {}).items()
        if kind not in FILES
    }

    wrong = [
        f"{name}: {error.message}"
        for name, media in shown.values()
        for error in Draft202012Validator(
            media["schema"] | {"components": schema["components"]}
        ).iter_errors(media["example"])
    ]

    assert shown
    assert wrong == []


@pytest.mark.django_db
def test_no_two_operations_have_one_name(schema: dict[str, Any]) -> None:
    names = [each["operationId"] for each in operations(schema)]

    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_the_description_says_how_apps_come_in_and_what_each_operation_asks_for(
    schema: dict[str, Any],
) -> None:
    flow = schema["components"]["securitySchemes"]["app"]["flows"]["authorizationCode"]
    asked = {
        each["operationId"]: [part["app"] for part in each["security"] if "app" in part]
        for each in operations(schema)
    }

    assert flow["tokenUrl"] == "/oauth/token/"
    assert set(flow["scopes"]) == set(Scope)
    assert all(len(scopes) == 1 for scopes in asked.values())
    assert asked["posts_create"] == [[Scope.POSTS]]
    assert asked["posts_list"] == [[Scope.READ]]


def examples() -> list[list[str]]:
    lines = (ROOT / "docs" / "api.md").read_text().splitlines()
    return [shlex.split(line[2:]) for line in lines if line.startswith("$ curl")]


@pytest.mark.django_db
def test_the_examples_of_the_documentation_work() -> None:
    make_category("Harbour")
    program = Program(make_member("alice"))
    statuses = [_run(program, words).status_code for words in examples()]

    assert statuses == [200, 200, 200, 200, 201, 200, 200, 201, 201, 200, 200]
    assert Post.objects.get().title == "Dredger is here"


def test_the_documentation_names_every_scope() -> None:
    assert all(f"| `{scope}` |" in (ROOT / "docs" / "api.md").read_text() for scope in Scope)


def _run(program: Program, words: list[str]) -> Any:
    """A curl command as a request of the test client; only the options that the documentation uses."""
    method, data, headers, form, rest = "", None, {}, {}, iter(words[1:])
    for word in rest:
        match word:
            case "-H":
                name, value = next(rest).split(": ", 1)
                headers[name.replace("-", "_")] = value
            case "-X":
                method = next(rest)
            case "-d":
                data = next(rest).encode()
            case "-F":
                name, value = next(rest).split("=", 1)
                form[name] = make_upload(name=value[1:]) if value.startswith("@") else value
            case address:
                path = address.removeprefix("$SITE/api/v1/")
    has_token = headers.pop("Authorization", "") == "Bearer $TOKEN"
    newest = Post.objects.order_by("-pk").values_list("pk", flat=True).first()
    asker = program if has_token else Program(None)
    path = path.replace("$POST", str(newest))
    if form:
        return asker.client.post(f"/api/v1/{path}", form, headers=asker.headers)
    return asker.send(method or ("POST" if data else "GET"), path, data, **headers)
