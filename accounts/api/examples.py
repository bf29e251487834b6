"""Examples for the description of the API, made from its own schemas, so that none can be out of date."""

from http import HTTPStatus
from typing import Any, Final

Schema = dict[str, Any]
Schemas = dict[str, Schema]
SOMETIME: Final = "2026-05-04T09:30:00Z"
# What stands in an example under this name, where its type allows it.
NAMED: Final[dict[str, Any]] = {
    "actor": "mona", "answers": "Yes", "author": "alice", "bio": "Writes about the harbour.", "body": "It works at **night**.",
    "body_html": "<p>It works at <strong>night</strong>.</p>", "canonical_url": "https://alice.example.org/dredger",
    "category": "harbour", "correction": "The year was wrong.", "cursor": "eyJ…", "deed": "hide", "editor": "alice",
    "excerpt": "It works at night.", "expand": "author,category", "fields": "id,title,url", "headline": "Rope that holds",
    "image": "/media/sponsors/rope.webp", "keyword": "lottery", "kinds": "post.published", "label": "Spam",
    "landing_url": "https://ropery.example.org/", "link_url": "https://elsewhere.example.org/story", "member": "mallory",
    "name": "Harbour", "note": "See the rules.", "q": "harbour", "question": "Dredge more?", "reason": "spam",
    "reporter": "bob", "slug": "harbour", "tags": "dredging", "taken_by": "mona", "text": "Laid by hand since 1811.",
    "title": "Dredger is back", "url": "/posts/12/dredger-is-back/", "username": "alice", "words": "It says so itself.",
    "id": 12, "pk": 12, "post": 12, "subject": 12, "number": 1, "page": 1, "code": "spam", "part": 1, "parts": 3, "page_size": 30,
    "other_pk": 14, "kind": "post", "language": "en", "languages": "en", "time_zone": "Europe/Amsterdam", "newest": 12,
    "redirect_uris": "https://app.example.org/back", "endpoint": "https://push.example.org/send/b3Jn",
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "key": "kQ3vT9xLm2AbZ0cd", "value": "casino.example", "who": "mona", "since": 128,
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}  # fmt: skip
CODES: Final = {
    400: "invalid", 401: "invalid_token", 403: "insufficient_scope", 404: "not_found", 406: "not_acceptable",
    409: "not_possible", 412: "changed_meanwhile", 413: "too_large", 415: "unsupported_media_type",
    422: "idempotency_key", 428: "if_match_required", 429: "throttled", 503: "uncountable",
}  # fmt: skip
OF_TYPE: Final[dict[str, Any]] = {"integer": 3, "number": 0.5, "boolean": True, "string": "…"}
OF_FORMAT: Final = {
    "binary": "(the bytes of a picture)",
    "date-time": SOMETIME,
    "uri": "https://news.example.org/api/v1/posts/?cursor=eyJ…",
}


def problem_example(status: int) -> dict[str, Any]:
    """As accounts.api.problems makes one."""
    title = HTTPStatus(status).phrase
    return {"type": "about:blank", "title": title, "status": status, "code": CODES[status]}


def example_of(schema: Schema, schemas: Schemas, *, name: str = "") -> Any:
    """A value that fits `schema`. `name`: of the field; `schemas`: what references lead to."""
    schema = _resolved(schema, schemas)
    if "example" in schema:
        return schema["example"]
    if "enum" in schema:
        return next(each for each in schema["enum"] if each not in ("", None))
    kind = _type(schema)
    if kind == "object":
        return _object(schema, schemas)
    if kind == "array":
        first = example_of(schema.get("items", {}), schemas, name=name)
        return [first, *(f"{first} {number}" for number in range(2, schema.get("minItems", 1) + 1))]
    return _plain(kind, schema, name)


def _object(schema: Schema, schemas: Schemas) -> dict[str, Any]:
    properties: Schemas = schema.get("properties", {})
    if not properties and isinstance(schema.get("additionalProperties"), dict):
        return {"likeness": example_of(schema["additionalProperties"], schemas)}
    return {field: example_of(each, schemas, name=field) for field, each in properties.items()}


def _plain(kind: str, schema: Schema, name: str) -> Any:
    known = NAMED.get(name)
    fits = isinstance(known, int) if kind == "integer" else isinstance(known, str)
    is_address = schema.get("format") == "uri" and str(known).startswith("https://")
    if kind in ("integer", "string") and fits and (is_address or "format" not in schema):
        return known
    if kind == "integer":
        return max(OF_TYPE[kind], schema.get("minimum", 0))
    return OF_FORMAT.get(schema.get("format", ""), OF_TYPE.get(kind, {}))


def _resolved(schema: Schema, schemas: Schemas) -> Schema:
    """Without references, and the first of several choices."""
    while True:
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
            continue
        choices = schema.get("allOf") or schema.get("oneOf") or schema.get("anyOf")
        if not choices:
            return schema
        schema = choices[0]


def _type(schema: Schema) -> str:
    kinds = schema.get("type", "object" if "properties" in schema else "")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return str(next((kind for kind in kinds if kind != "null"), ""))
