"""What an article from elsewhere will say here; nothing is written but members and sections that it needs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urljoin

from accounts.models import User
from exchange.converting.markdown import markdown_of, shortcodes_of
from exchange.models import ID_LENGTH
from exchange.services.desk import Desk
from exchange.sources.items import Article
from feed.links.addresses import normalised
from feed.models.post import BODY_LENGTH, TITLE_LENGTH
from feed.services.publishing import PostDraft
from feed.services.tagging import MAX_TAGS
from feed.text.plain import one_line, tagless, text_of

EXCERPT_LENGTH: Final = 300
PICTURE: Final = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<url>[^)\s]+)(?P<rest>[^)]*)\)")


@dataclass(frozen=True)
class Prepared:
    """An article as it will be taken in. `published_at`: None for a draft."""

    article: Article
    author: User
    draft: PostDraft
    published_at: datetime | None


def key_of(article: Article) -> str:
    """By which it is known when it comes again."""
    return article.id[:ID_LENGTH]


def prepare(article: Article, body: str, desk: Desk, *, now: datetime) -> Prepared:
    """`body`: see `body_of`. Notes what does not come along as it was."""
    published_at = article.published_at
    if published_at and published_at > now + timedelta(minutes=1):
        words = f"“{article.title}” is dated in the future; it comes as a draft."
        desk.report.note(article.line, words)
        published_at = None
    return Prepared(
        article, desk.author(article.author_id), _draft(article, body, desk), published_at
    )


def _draft(article: Article, body: str, desk: Desk) -> PostDraft:
    tags = (*article.tags, *(one.name for one in article.sections[1:]))
    if len(tags) > MAX_TAGS:
        left = ", ".join(tags[MAX_TAGS:])
        desk.report.note(
            article.line, f"“{article.title}” has more than {MAX_TAGS} tags; left out: {left}."
        )
    title = (
        one_line(text_of(tagless(article.title)))
        or one_line(text_of(tagless(article.html)))[:60]
        or "Untitled"
    )
    return PostDraft(
        title=title[:TITLE_LENGTH],
        body=body,
        category=desk.category(article.sections),
        tags=tags,
        language=desk.language,
        excerpt=text_of(tagless(article.excerpt))[:EXCERPT_LENGTH],
        link_url=normalised(article.link_url) or "" if article.link_url else "",
    )


def look_through(article: Article, desk: Desk) -> None:
    """Note of an article that came in before what `body_of` noted then; only a long one is converted for it."""
    if len(article.html) > BODY_LENGTH:
        body_of(article, desk)
        return
    _note_codes(article, shortcodes_of(article.html), desk)


def _note_codes(article: Article, codes: Iterable[str], desk: Desk) -> None:
    for code in codes:
        desk.report.note(article.line, f"“{article.title}”: the shortcode [{code}] was taken out.")


def body_of(article: Article, desk: Desk) -> str:
    """The text in Markdown, with whole addresses of pictures. Notes what was taken out."""
    body, codes = markdown_of(article.html.replace("\0", ""), has_lines=article.has_lines)
    _note_codes(article, codes, desk)
    if len(body) > BODY_LENGTH:
        desk.report.note(
            article.line,
            f"“{article.title}” has {len(body):,} characters; it can be read, but only be edited when it is shortened to {BODY_LENGTH:,}.",
        )
    return PICTURE.sub(lambda found: _with_whole_address(found, desk.source), body)


def _with_whole_address(found: re.Match[str], source: str) -> str:
    url = found["url"] if "://" in found["url"] else absolute(source, found["url"])
    return f"![{found['alt']}]({url}{found['rest']})"


def absolute(source: str, address: str) -> str:
    """An address of the old site as it is seen from here; "" for what is none."""
    try:
        return urljoin(f"{source.rstrip('/')}/", address)
    except ValueError:
        return ""
