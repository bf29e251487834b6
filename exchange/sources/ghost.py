"""Ghost's own export: one JSON file, of which posts, people, tags and, if they are in it, comments are read."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any, Final

from exchange.converting.ghost_documents import html_of
from exchange.errors import UnreadableError
from exchange.sources.items import Article, Item, Note, Origin, Person, Remark, Section

# It is held in memory while it is read: ten times its size.
MAX_BYTES: Final = 200_000_000
# What an address of the old site begins with stands for it in the texts.
SITE_MARK: Final = "__GHOST_URL__"
Row = dict[str, Any]


def read_ghost(file: IO[bytes], *, note: Note) -> Iterator[Item]:
    """Raises UnreadableError: it is no export of Ghost, or too large."""
    tables = _tables(file)
    site = next(
        (str(one.get("value")) for one in tables["settings"] if one.get("key") == "url"), ""
    )
    yield Origin(site or "ghost", _setting(tables, "locale") or _setting(tables, "lang"))
    for person in tables["users"]:
        yield Person(
            str(person.get("id")),
            _text(person, "name"),
            _text(person, "email"),
            _text(person, "bio"),
        )
    tags = {str(one.get("id")): one for one in tables["tags"]}
    filed, written, remarks = (
        _by_post(tables["posts_tags"]),
        _by_post(tables["posts_authors"]),
        _remarks(tables),
    )
    for row in tables["posts"]:
        pk = str(row.get("id"))
        own_tags = [tags[key] for one in filed[pk] if (key := str(one.get("tag_id"))) in tags]
        author = next(
            (str(one.get("author_id")) for one in written[pk]), str(row.get("author_id") or "")
        )
        yield _article(row, own_tags, author, tuple(remarks[pk]), note)


def _tables(file: IO[bytes]) -> dict[str, list[Row]]:
    body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise UnreadableError(f"An export of Ghost may have {MAX_BYTES // 1_000_000} MB at most.")
    try:
        told: Any = json.loads(body.decode("utf-8-sig", "replace"))
    except json.JSONDecodeError as error:
        raise UnreadableError(f"This is not JSON ({error.msg}).", line=error.lineno) from error
    except RecursionError as error:
        raise UnreadableError("This JSON is nested too deep.") from error
    told = told.get("db", told) if isinstance(told, dict) else told
    told = told[0] if isinstance(told, list) and told else told
    data = told.get("data", told) if isinstance(told, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("posts"), list):
        raise UnreadableError("This JSON is no export of Ghost and no JSON Feed.")
    return defaultdict(
        list,
        {
            name: [row for row in rows if isinstance(row, dict)]
            for name, rows in data.items()
            if isinstance(rows, list)
        },
    )


def _article(
    row: Row, tags: list[Row], author: str, remarks: tuple[Remark, ...], note: Note
) -> Article:
    title, slug = _text(row, "title"), _text(row, "slug")
    public = [one for one in tags if not _text(one, "name").startswith("#")]
    status = _text(row, "status")
    html = _text(row, "html") or html_of(
        row.get("lexical"), row.get("mobiledoc"), note=lambda what: note(0, f"“{title}”: {what}")
    )
    if _text(row, "visibility") not in ("", "public"):
        note(0, f"“{title}” is for members only; it comes as a draft.")
        status = "draft"
    return Article(
        id=str(row.get("id")),
        title=title,
        html=html.replace(SITE_MARK, ""),
        author_id=author,
        line=0,
        published_at=_instant(row.get("published_at")) if status == "published" else None,
        excerpt=_text(row, "custom_excerpt"),
        sections=tuple(Section(_text(one, "slug"), _text(one, "name")) for one in public[:1]),
        tags=tuple(_text(one, "name") for one in public[1:]),
        addresses=(f"/{slug}/",) if slug else (),
        image_url=_text(row, "feature_image").replace(SITE_MARK, ""),
        remarks=remarks,
    )


def _remarks(tables: dict[str, list[Row]]) -> dict[str, list[Remark]]:
    names = {str(one.get("id")): _text(one, "name") for one in tables["members"]}
    found: dict[str, list[Remark]] = defaultdict(list)
    for row in tables["comments"]:
        written_at = _instant(row.get("created_at"))
        if _text(row, "status") == "published" and written_at:
            who = str(row.get("member_id"))
            remark = Remark(
                str(row.get("id")), _text(row, "parent_id"), who, names.get(who, ""), _text(row, "html"), written_at
            )  # fmt: skip
            found[str(row.get("post_id"))].append(remark)
    return found


def _by_post(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: _number(one.get("sort_order"))):
        found[str(row.get("post_id"))].append(row)
    return found


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _setting(tables: dict[str, list[Row]], key: str) -> str:
    return next((_text(one, "value") for one in tables["settings"] if one.get("key") == key), "")


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value.replace("\0", "").strip() if isinstance(value, str) else ""


def _instant(value: object) -> datetime | None:
    """Milliseconds in old exports, ISO 8601 or MySQL's spelling in newer ones; UTC."""
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000, UTC)
        instant = datetime.fromisoformat(str(value))
    except (ValueError, OverflowError, OSError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
