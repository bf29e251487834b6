"""Where an answer leads: links of the description (OpenAPI 3.1, 4.8.20) from what makes a thing to all that takes it.

Found by rule, so that a new operation is linked without a word: a thing that an operation makes is at the address below its
own (`posts/` makes, `posts/{id}/` takes), or where an operation reads the same component (`posts/{id}/comments/` makes what
`comments/{id}/` reads). All operations at and below that address take it, by the property of the parameter's name.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

Schema = dict[str, Any]

LAST_PARAMETER: Final = re.compile(r"\{(\w+)\}/\Z")


def link(paths: dict[str, Schema], schemas: dict[str, Schema]) -> None:
    """Add `links` to each answer 201 whose thing other operations take."""
    readers = _readers(paths)
    for path, methods in paths.items():
        made = methods.get("post", {}).get("responses", {}).get("201", {})
        name = _component(made)
        if not name:
            continue
        bases = {each for each in paths if each.startswith(path) and _is_below(each, path)}
        bases |= {readers[name]} if name in readers else set()
        links = {
            target["operationId"]: _link(target, parameter)
            for base in sorted(bases)
            for parameter in LAST_PARAMETER.findall(base)
            if parameter in schemas[name]["properties"]
            for target in _at(base, paths)
        }
        if links:
            made["links"] = links


def _readers(paths: dict[str, Schema]) -> dict[str, str]:
    """By component, the shortest address at which one of it is read."""
    found: dict[str, str] = {}
    for path in sorted(paths, key=len, reverse=True):
        name = _component(paths[path].get("get", {}).get("responses", {}).get("200", {}))
        if name and LAST_PARAMETER.search(path):
            found[name] = path
    return found


def _is_below(path: str, collection: str) -> bool:
    return bool(re.fullmatch(r"\{\w+\}/", path.removeprefix(collection)))


def _at(base: str, paths: dict[str, Schema]) -> Iterator[Schema]:
    """The operations at an address and below it."""
    for path, methods in paths.items():
        if path.startswith(base):
            yield from (each for each in methods.values() if "operationId" in each)


def _link(target: Schema, parameter: str) -> Schema:
    taken = {parameter: f"$response.body#/{parameter}"}
    if any(each["name"] == "If-Match" for each in target.get("parameters", ())):
        taken["If-Match"] = "$response.header.ETag"
    return {
        "operationId": target["operationId"],
        "parameters": taken,
        "description": target["summary"],
    }


def _component(answer: Schema) -> str:
    """The name of the one component that an answer consists of, or ""."""
    told = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return str(told.get("$ref", "")).rpartition("/")[2]
