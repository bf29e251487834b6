"""How conversations are printed: a thousand comments on one page, in milliseconds.

Django takes a good half of a millisecond to render a comment, because it looks each name up again. So the template
of a comment is rendered once for each *shape* (which parts it has), with marks where the words of a comment go, and
the comments of that shape are stamped with it. All markup stays in the templates.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django import template
from django.template.context import Context, RequestContext
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import TrustRule, User
from accounts.selectors import trust_rules
from config.bounded import Bounded
from feed.models import Comment, CommentStatus, Post
from feed.models.comment import GONE_WORDS
from feed.selectors.earned import links_of
from feed.selectors.threads import CommentNode
from feed.templatetags.feed_format import compact, moment
from feed.text.earned import Links, as_earned

register = template.Library()


class Shape(NamedTuple):
    """All that decides which parts of a comment are printed. `status`, `my_vote`: of the comment, and as in CommentNode."""

    status: str
    is_shown: bool
    is_own: bool
    is_new: bool
    is_folded: bool
    is_hushed: bool
    is_edited: bool
    is_by_poster: bool
    is_helpful: bool
    may_edit: bool
    has_avatar: bool
    has_replies: bool
    my_vote: bool | None

    @property
    def is_live(self) -> bool:
        return self.status == CommentStatus.PUBLISHED

    @property
    def status_words(self) -> str | Promise:
        return CommentStatus(self.status).label

    @property
    def gone_words(self) -> Promise:
        return HUSHED_WORDS if self.is_hushed else GONE_WORDS[CommentStatus(self.status)]


class Slots(NamedTuple):
    """What is printed of one comment: safe HTML each, or the mark of its place."""

    pk: Any
    post_pk: Any
    name: Any
    initial: Any
    avatar: Any
    profile: Any
    written: Any
    edited: Any
    body: Any
    helpful: Any
    helpful_words: Any
    below_words: Any
    replies: Any


class Author(NamedTuple):
    """What is printed of an author, as in Slots; `links`: what those of the author have earned."""

    name: str
    initial: str
    avatar: str
    profile: str
    links: Links


# Digits pass every filter and every converter of addresses. Nobody can guess them, so nobody can write them.
FIRST_MARK: Final = 10**17 + secrets.randbelow(10**15) * 100
MARKS: Final = Slots(*range(FIRST_MARK, FIRST_MARK + len(Slots._fields)))
HUSHED_WORDS: Final = _("By a member you do not want to read.")
# A fifth of a long page would be the indentation of its template.
INDENT: Final = re.compile(r"\s*\n\s*")
# All that a page prints of a comment; knows of its reader only whether there is one, and what the shape says.
WHOLE: Final = "feed/_comment.html"
# About four kilobytes each.
KEPT_STAMPS: Final = 500
MARK: Final = re.compile(f"({'|'.join(map(str, MARKS))})")


_stamps: Bounded[tuple[Shape, bool, str | None], list[str]] = Bounded(size=KEPT_STAMPS)


@register.simple_tag(takes_context=True)
def conversation(context: RequestContext, nodes: Sequence[CommentNode]) -> SafeString:
    """List items of these comments, each with all that stands under it.

    From the leaves up, so that it makes no difference how deep a comment lies.

    Args:
        context: with `post`, and what else `feed/_comment.html` asks for.
        nodes: in the order of reading, each before its replies.
    """
    press = Press(context, name=WHOLE)
    printed: dict[int, str] = {}
    for node in reversed(nodes):
        replies = "".join([printed.pop(each.comment.pk) for each in node.replies])
        printed[node.comment.pk] = press.print(node, replies=replies)
    return mark_safe("".join(reversed(printed.values())))  # noqa: S308  (templates and escaped words)


@register.simple_tag(takes_context=True)
def comment_part(context: RequestContext, node: CommentNode, name: str) -> SafeString:
    """One of the templates of a comment, for this comment alone."""
    return mark_safe(Press(context, name=name).print(node))  # noqa: S308  (templates and escaped words)


@register.filter
def earned_body(comment: Comment) -> SafeString:
    """The words of a comment, with the links that its author has earned."""
    html = as_earned(comment.body_html, links_of(comment.author))
    return mark_safe(html)  # noqa: S308  (sanitised when it was written)


class Press:
    """Prints comments of one page with one template, which gets a `shape` and a `slot`."""

    def __init__(self, context: Context, *, name: str) -> None:
        self.context = context
        self.name = name
        self.post: Post = context["post"]
        self.stamps: dict[Shape, list[str]] = {}
        self.authors: dict[int, Author] = {}
        self.rules: Mapping[int, TrustRule] = context.get("trust_rules") or trust_rules()

    def print(self, node: CommentNode, *, replies: str = "") -> str:
        shape = shape_of(node, post=self.post)
        pieces = self.stamps.get(shape)
        if pieces is None:
            pieces = self.stamps[shape] = self._stamp(shape)
        slots = self._slots(node, shape=shape, replies=replies)
        # Words and marks take turns: the odd pieces are numbers of slots.
        printed = pieces.copy()
        for place in range(1, len(pieces), 2):
            printed[place] = slots[int(pieces[place])]
        return "".join(printed)

    def _stamp(self, shape: Shape) -> list[str]:
        """Text, number of a slot, text, and so on; of the whole comment the same under all posts."""
        if self.name != WHOLE:
            return self._cut(shape)
        request = self.context.get("request")
        is_member = bool(request and request.user.is_authenticated)
        key = (shape, is_member, get_language())
        known = _stamps.get(key)
        if known is None:
            known = _stamps[key] = self._cut(shape)
        return known

    def _cut(self, shape: Shape) -> list[str]:
        engine = self.context.template.engine  # type: ignore[union-attr]  # there is one while it renders
        with self.context.push(shape=shape, slot=MARKS):
            html = engine.get_template(self.name).render(self.context)
        pieces = MARK.split(INDENT.sub("\n", html))
        return [
            str(int(piece) - FIRST_MARK) if number % 2 else piece
            for number, piece in enumerate(pieces)
        ]

    def _slots(self, node: CommentNode, *, shape: Shape, replies: str) -> Slots:
        comment = node.comment
        author = self.authors.get(comment.author_id)
        if author is None:
            author = self.authors[comment.author_id] = _author(comment.author, rules=self.rules)
        helpful = comment.helpful_count
        return Slots(
            pk=str(comment.pk),
            post_pk=str(comment.post_id),
            name=author.name,
            initial=author.initial,
            avatar=author.avatar,
            profile=author.profile,
            written=moment(comment.created_at) if shape.is_shown else "",
            edited=_exact(comment.edited_at) if shape.is_edited else "",
            body=as_earned(comment.body_html, author.links) if shape.is_shown else "",
            helpful=compact(helpful) if helpful else "",
            helpful_words=_helpful_words(helpful) if helpful else "",
            below_words=_below_words(node.below) if replies else "",
            replies=replies,
        )


def shape_of(node: CommentNode, *, post: Post) -> Shape:
    comment = node.comment
    return Shape(
        status=comment.status,
        is_shown=node.is_shown,
        is_own=node.is_own,
        is_new=node.is_new,
        is_folded=node.is_folded,
        is_hushed=node.is_hushed,
        is_edited=comment.edited_at is not None,
        is_by_poster=comment.author_id == post.author_id,
        is_helpful=comment.helpful_count > 0,
        may_edit=node.may_edit,
        has_avatar=bool(comment.author.avatar),
        has_replies=bool(node.replies),
        my_vote=node.my_vote,
    )


def _author(author: User, *, rules: Mapping[int, TrustRule]) -> Author:
    return Author(
        name=conditional_escape(author.name),
        initial=conditional_escape(author.name[:1]),
        avatar=conditional_escape(author.avatar.url) if author.avatar else "",
        profile=author.get_absolute_url(),
        links=links_of(author, rules=rules),
    )


def _exact(at: Any) -> str:
    return conditional_escape(date_format(localtime(at), "DATETIME_FORMAT"))


def _helpful_words(count: int) -> str:
    words = ngettext("%(n)s reader found this helpful", "%(n)s readers found this helpful", count)
    return conditional_escape(words % {"n": compact(count)})


def _below_words(count: int) -> str:
    return conditional_escape(ngettext("%(n)s reply", "%(n)s replies", count) % {"n": count})
