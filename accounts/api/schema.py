"""What the description of the API says of every operation alike: problems, tokens, keys, entity tags."""

from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.api.authentication import is_public, scope_of
from accounts.api.examples import example_of, problem_example
from accounts.api.links import link
from accounts.api.versions import ANY
from accounts.models import Scope

METHODS: Final = ("get", "put", "post", "patch", "delete")
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What went wrong (RFC 9457): `code` is for programs, `detail` for people.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "scope": {"type": "string", "description": "The scope that the token lacks."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer (RFC 6901)."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
                "required": ["pointer", "code", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "code"],
    "example": {
        "type": "about:blank", "title": "Bad Request", "status": 400, "code": "invalid",
        "detail": "Some fields are wrong; errors says which, and why.",
        "errors": [{"pointer": "/title", "code": "required", "detail": "This field is required."}],
    },
}  # fmt: skip
# Status, what it means, methods that may answer it.
REFUSALS: Final = (
    (400, "Something sent is wrong.", METHODS),
    (401, "A token is missing, wrong or expired.", METHODS),
    (403, "The token's scope is too small, or the deed is not yours to do.", METHODS),
    (404, "There is no such thing, or you may not know that there is.", METHODS),
    (406, "Answers are JSON.", METHODS),
    (409, "The deed does not fit the state of the thing.", ("post", "put", "patch", "delete")),
    (412, "It was changed since you read it.", ("patch",)),
    (413, "The body is too large.", ("post", "put", "patch")),
    (415, "Bodies are JSON; pictures come as multipart/form-data.", ("post", "put", "patch", "delete")),
    (422, "The Idempotency-Key is none, or belongs to another request.", ("post",)),
    (428, "Send If-Match.", ("patch",)),
    (429, "Too many requests: Retry-After says when to go on.", METHODS),
    (503, "Nothing can be written at the moment.", ("post", "put", "patch", "delete")),
)  # fmt: skip
# Only what makes something takes an Idempotency-Key.
KEY_REFUSED: Final = frozenset({422})
# An operation says by this extension that its edits are so small that the last one counts.
UNVERSIONED: Final = "x-unversioned"
VERSION_REFUSED: Final = frozenset({412, 428})
HEADERS: Final = {
    "post": ("Idempotency-Key", "The same key and body make one thing and get one answer, for 24 hours."),
    "patch": ("If-Match", "The ETag of what you read; * for whatever is there."),
    "get": ("If-None-Match", "The ETag of what you have; 304 if it is still so."),
}  # fmt: skip


# Bodies and answers that are values, not files.
SHOWN: Final = ("application/json", "multipart/form-data")
# What the framework does not say of a parameter.
PARAMETERS: Final = {
    "id": "The id of the thing, as lists give it.",
    "username": "The name of a member in addresses.",
    "slug": "The name of a category or tag in addresses.",
    "number": "The number of a revision, from 1.",
    "other_pk": "The id of the post that was recommended.",
    "pk": "The id of the thing.",
    "key": "The name of the unsaved words, as lists give it.",
    "sort": "The order of the comments.",
    "page": "The page, from 1.",
    "deed": "Only decisions of this kind.",
    "reason": "Only decisions for this reason.",
    "cursor": "From `next` or `previous` of a page.",
    "category": "The slug of a category.",
    "tag": "The slug of a tag.",
    "author": "The name of a member.",
    "language": "A code such as nl.",
    "published_after": "ISO 8601, with its offset.",
    "published_before": "ISO 8601, with its offset.",
}


# Relative to the address of the site, as the paths are.
OAUTH: Final[dict[str, Any]] = {
    "type": "oauth2",
    "description": "OAuth 2.1: authorization codes with PKCE (S256), for apps that act for other members.",
    "flows": {
        "authorizationCode": {
            "authorizationUrl": "/oauth/authorize/",
            "tokenUrl": "/oauth/token/",
            "refreshUrl": "/oauth/token/",
            "scopes": {scope.value: scope.label for scope in Scope},
        }
    },
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description names the two kinds of tokens; an operation tells the scope that it asks for."""

    target_class = "accounts.api.authentication.BearerAuthentication"
    name: Any = ["token", "app"]

    def get_security_requirement(self, auto_schema: Any) -> Any:
        """Either of both, or nothing where strangers may read."""
        view = auto_schema.view
        asked: list[dict[str, list[str]]] = [{"token": []}, {"app": [scope_of(view, view.request)]}]
        return [*asked, {}] if is_public(view, auto_schema.method) else asked

    def get_security_definition(self, auto_schema: Any) -> Any:
        scopes = ", ".join(Scope)
        told = f"A personal token from your settings. Scopes: {scopes}."
        return [{"type": "http", "scheme": "bearer", "description": told}, OAUTH]


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to each operation what every endpoint does; a postprocessing hook of drf-spectacular."""
    schemas = result["components"].setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for methods in result["paths"].values():
        for method in METHODS:
            if method in methods:
                _complete(methods[method], method)
                _require_no_part(methods[method], schemas)
                _show(methods[method], schemas)
    link(result["paths"], schemas)
    return result


def _show(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """An example of every parameter, body and answer."""
    for each in operation.get("parameters", ()):
        told = PARAMETERS.get(each["name"])
        if told:
            each.setdefault("description", told)
        if each["in"] != "header":
            each.setdefault("example", example_of(each["schema"], schemas, name=each["name"]))
    bodies = [operation.get("requestBody", {}).get("content", {})]
    good = [response for status, response in operation["responses"].items() if status < "300"]
    bodies += [response.get("content", {}) for response in good]
    for content in bodies:
        for kind, media in content.items():
            if kind in SHOWN:
                media.setdefault("example", example_of(media["schema"], schemas))


def _require_no_part(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Where `fields` chooses a part of each row, every field may be missing from the answer."""
    if not any(each["name"] == "fields" for each in operation.get("parameters", ())):
        return
    told = schemas[
        _component(operation["responses"]["200"]["content"]["application/json"]["schema"])
    ]
    if "results" in told["properties"]:
        told = schemas[_component(told["properties"]["results"]["items"])]
    told.pop("required", None)


def _component(schema: dict[str, str]) -> str:
    return schema["$ref"].rpartition("/")[2]


def _complete(operation: dict[str, Any], method: str) -> None:
    problem = {"$ref": "#/components/schemas/Problem"}
    responses, left_out = operation["responses"], _left_out(operation, method)
    for status, told, methods in REFUSALS:
        if method in methods and status not in left_out:
            shown = {"schema": problem, "example": problem_example(status)}
            content = {"application/problem+json": shown}
            responses.setdefault(str(status), {"description": told, "content": content})
    if method == "get":
        responses["304"] = {"description": "You have it already."}
    if method in HEADERS and not left_out:
        operation.setdefault("parameters", []).append(_header(method))


def _left_out(operation: dict[str, Any], method: str) -> frozenset[int]:
    """What this operation does not refuse, since it does not ask for the header of its method."""
    if operation.pop(UNVERSIONED, False):
        return VERSION_REFUSED
    return KEY_REFUSED if method == "post" and "201" not in operation["responses"] else frozenset()


def _header(method: str) -> dict[str, Any]:
    name, told = HEADERS[method]
    header = {"name": name, "in": "header", "schema": {"type": "string"}, "description": told}
    return header | ({"required": True, "example": ANY} if method == "patch" else {})
