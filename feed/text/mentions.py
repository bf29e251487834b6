"""Members named in a text as @name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# As accounts.models.USERNAME_PATTERN, where no word, address or path goes on around it.
MENTION: Final = re.compile(r"(?<![\w@./-])@([A-Za-z0-9][A-Za-z0-9_-]{1,29})(?![\w@])")
# What the rule reads from and writes to the environment of a rendering.
PATHS: Final = "mention_paths"
NAMED: Final = "mention_names"


def link_mentions(state: StateCore) -> None:
    """A rule of the parser: names with a path become links to it; all names are noted. Code and links stay as they are.

    `state.env`: PATHS maps names in lower case to paths; NAMED is the list that receives names in lower case.
    """
    paths: Mapping[str, str] = state.env.get(PATHS, {})
    names: list[str] = state.env.setdefault(NAMED, [])
    for block in state.tokens:
        if block.children and "@" in block.content:
            block.children = list(_linked(block.children, paths=paths, names=names))


def _linked(
    tokens: Sequence[Token], *, paths: Mapping[str, str], names: list[str]
) -> Iterator[Token]:
    is_in_link = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            is_in_link = token.type == "link_open"
        if token.type == "text" and not is_in_link:
            yield from _cut(token.content, paths=paths, names=names)
        else:
            yield token


def _cut(text: str, *, paths: Mapping[str, str], names: list[str]) -> Iterator[Token]:
    """The text with its names as links."""
    done = 0
    for found in MENTION.finditer(text):
        name = found[1].lower()
        names.append(name)
        if name in paths:
            yield _text(text[done : found.start()])
            yield Token("link_open", "a", 1, attrs={"href": paths[name]})
            yield _text(found[0])
            yield Token("link_close", "a", -1)
            done = found.end()
    yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
