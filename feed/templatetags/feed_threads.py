"""How conversations are printed: a thousand comments on one page, in milliseconds.

Each comment is stamped (feed.templatetags.feed_stamps) with a template that was rendered once for each *shape*: which parts it has.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
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
from feed.templatetags.feed_format import clock, compact, moment_by
from feed.templatetags.feed_stamps import Stamp, mark
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


MARKS: Final = Slots(*map(mark, range(len(Slots._fields))))
HUSHED_WORDS: Final = _("By a member you do not want to read.")
# All that a page prints of a comment.
WHOLE: Final = "feed/_comment.html"
# About four kilobytes each.
KEPT_STAMPS: Final = 500

_stamps: Bounded[tuple[str, Shape, bool, str | None], Stamp] = Bounded(size=KEPT_STAMPS)


@register.simple_tag(takes_context=True)
def conversation(context: Context, nodes: Sequence[CommentNode]) -> SafeString:
    """List items of these comments, each with all that stands under it.

    Args:
        context: with `post`, perhaps `trust_rules`, and the `request`.
        nodes: in the order of reading, each before its replies.
    """
    return printed_conversation(nodes, press=_press(context, WHOLE))


@register.simple_tag(takes_context=True)
def comment_part(context: Context, node: CommentNode, name: str) -> SafeString:
    """One of the templates of a comment, for this comment alone."""
    return mark_safe(_press(context, name).print(node))  # noqa: S308  (templates and escaped words)


def printed_conversation(nodes: Sequence[CommentNode], *, press: "Press") -> SafeString:
    """As `conversation`. From the leaves up, so that it makes no difference how deep a comment lies."""
    printed: dict[int, str] = {}
    for node in reversed(nodes):
        replies = "".join([printed.pop(each.comment.pk) for each in node.replies])
        printed[node.comment.pk] = press.print(node, replies=replies)
    return mark_safe("".join(reversed(printed.values())))  # noqa: S308  (templates and escaped words)


@register.filter
def earned_body(comment: Comment) -> SafeString:
    """The words of a comment, with the links that its author has earned."""
    html = as_earned(comment.body_html, links_of(comment.author))
    return mark_safe(html)  # noqa: S308  (sanitised when it was written)


class Press:
    """Prints comments of one page with one template, which gets a `shape` and a `slot`, and knows of its reader no more than
    whether there is one.
    """

    def __init__(
        self, post: Post, *, rules: Mapping[int, TrustRule], is_member: bool, name: str = WHOLE
    ) -> None:
        self.post = post
        self.rules = rules
        self.is_member = is_member
        self.name = name
        self.read = clock()
        self.stamps: dict[Shape, Stamp] = {}
        self.authors: dict[int, Author] = {}

    def print(self, node: CommentNode, *, replies: str = "") -> str:
        shape = shape_of(node, post=self.post)
        stamp = self.stamps.get(shape)
        if stamp is None:
            stamp = self.stamps[shape] = self._stamp(shape)
        return stamp.press(self._slots(node, shape=shape, replies=replies))

    def _stamp(self, shape: Shape) -> Stamp:
        """The same under all posts."""
        key = (self.name, shape, self.is_member, get_language())
        known = _stamps.get(key)
        if known is None:
            reader = {"user": {"is_authenticated": self.is_member}}
            given = {"shape": shape, "slot": MARKS, "request": reader}
            known = _stamps[key] = Stamp.of(render_to_string(self.name, given))
        return known

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
            written=moment_by(self.read, comment.created_at) if shape.is_shown else "",
            edited=_exact(comment.edited_at) if shape.is_edited else "",
            body=as_earned(comment.body_html, author.links) if shape.is_shown else "",
            helpful=compact(helpful) if helpful else "",
            helpful_words=_helpful_words(helpful) if helpful else "",
            below_words=_below_words(node.below) if replies else "",
            replies=replies,
        )


def _press(context: Context, name: str) -> Press:
    request = context.get("request")
    is_member = bool(request and request.user.is_authenticated)
    rules = context.get("trust_rules") or trust_rules()
    return Press(context["post"], rules=rules, is_member=is_member, name=name)


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
        name=escape(author.name),
        initial=escape(author.name[:1]),
        avatar=escape(author.avatar.url) if author.avatar else "",
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
