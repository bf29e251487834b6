"""Quoting what somebody wrote."""

from typing import Final

# A quotation reminds of what is answered; the rest stands above it.
LENGTH: Final = 600


def quoted(source: str, *, length: int = LENGTH) -> str:
    """Markdown that quotes `source` without what it quotes itself, cut after `length` characters; "" for nothing."""
    own = [line for line in source.splitlines() if not line.lstrip().startswith(">")]
    text = "\n".join(own).strip()
    if len(text) > length:
        text = f"{text[:length].rpartition(' ')[0] or text[:length]} …"
    lines = [f"> {line}".rstrip() for line in text.splitlines()]
    return "\n".join([*lines, "", ""]) if lines else ""
