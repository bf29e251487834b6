"""The conversation under a post."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.prepared import prepared_models
from feed.access import Visitor
from feed.models import Comment, Post
from feed.selectors.attention import Attention, attention

# Replies deeper than this stand beside each other, so that a thread stays readable on a phone.
MAX_DEPTH: Final = 6
# About as many comments stand on one page; a conversation is never cut in the middle of what answers one comment.
PAGE_SIZE: Final = 1_000
# Below this score (five readers found it unhelpful and none helpful) a comment is folded, for everybody alike.
FOLDED_BELOW: Final = 0.055


# Of a visitor of whom nothing is known.
NOBODYS: Final = Attention()


class Order(StrEnum):
    """In which order the answers to a post, and to each comment, are read."""

    BEST = "best"
    NEW = "new"
    OLD = "old"

    @property
    def label(self) -> Promise:
        return {
            Order.BEST: _("Most helpful"),
            Order.NEW: _("Newest"),
            Order.OLD: _("Oldest"),
        }[self]


@dataclass(slots=True)
class CommentNode:
    """A comment in its place.

    `is_shown`: False for the place of one that is gone, or that is `is_hushed`: this reader muted or blocked its author;
    `is_new`: written since the reader was here; `is_folded`: many found it unhelpful, so that one has to ask for it;
    `my_vote`: whether the reader found it helpful, None where there is no vote; `below`: how many stand under it.
    """

    comment: Comment
    depth: int
    is_shown: bool
    is_own: bool = False
    is_new: bool = False
    is_folded: bool = False
    is_hushed: bool = False
    may_edit: bool = False
    my_vote: bool | None = None
    below: int = 0
    replies: list["CommentNode"] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    """A page of a conversation. `nodes`: in the order of reading, each before its replies; `newest_pk`: the newest of
    the whole conversation, 0 where there is none; `number`: of this page, from 1, of `page_count`.
    """

    nodes: list[CommentNode]
    order: Order
    attention: Attention
    newest_pk: int = 0
    new_count: int = 0
    number: int = 1
    page_count: int = 1

    @property
    def orders(self) -> list[Order]:
        return list(Order)

    @property
    def first_new_pk(self) -> int:
        """The key of the first new comment in the order of reading; 0 where nothing is new."""
        return next((node.comment.pk for node in self.nodes if node.is_new), 0)

    @property
    def next_number(self) -> int | None:
        return self.number + 1 if self.number < self.page_count else None

    @property
    def previous_number(self) -> int | None:
        return self.number - 1 if self.number > 1 else None


@dataclass(frozen=True)
class Excerpt:
    """One comment with what led to it and what it led to. `above`: from the top down; `thread`: it, then its answers."""

    above: list[CommentNode]
    thread: Thread


def thread_of(
    post: Post,
    *,
    visitor: Visitor,
    order: Order = Order.BEST,
    attention: Attention = NOBODYS,
    number: int = 1,
) -> Thread:
    """The conversation under a post that a door has let through, in one query.

    Args:
        attention: what `feed.selectors.attention` says of this visitor; without it nothing is new.
        number: of the page; one beyond the last gives the last.
    """
    rows = list(_comments(post, visitor))
    return arranged(rows, visitor=visitor, order=order, attention=attention, number=number)


def arranged(
    rows: Sequence[Comment], *, visitor: Visitor, order: Order, attention: Attention, number: int
) -> Thread:
    """As `thread_of`, from the rows that `comments_under` answered for everybody."""
    roots = _rooted(rows, visitor=visitor, attention=attention)
    _sort(roots, order)
    pages = _cut(roots)
    number = max(1, min(number, len(pages)))
    nodes = _in_reading_order(pages[number - 1])
    return Thread(
        nodes=nodes,
        order=order,
        attention=attention,
        newest_pk=rows[-1].pk if rows else 0,
        new_count=sum(node.is_new for node in nodes),
        number=number,
        page_count=len(pages),
    )


def comments_under(post: Post) -> list[Comment]:
    """All of them, whatever their state, for `arranged`: the same for every reader."""
    rows = prepared_models("comments", lambda pk: _comments(Post(pk=pk), AnonymousUser()), post.pk)
    authors: dict[int, User] = {}
    for row in rows:  # who said much is there once
        row._state.fields_cache["author"] = authors.setdefault(row.author_id, row.author)
    return rows


def page_number_of(comment: Comment, *, visitor: Visitor) -> int:
    """The page of the conversation on which a comment stands, from 1; asks nothing where there is only one."""
    if comment.post.comment_count < PAGE_SIZE:
        return 1
    known = attention(comment.post, visitor=visitor)
    roots = _rooted(_comments(comment.post, visitor), visitor=visitor, attention=known)
    _sort(roots, Order.BEST)
    for number, page in enumerate(_cut(roots), start=1):
        if any(node.comment.pk == comment.pk for node in _in_reading_order(page)):
            return number
    return 1


def excerpt_around(
    comment: Comment, *, visitor: Visitor, attention: Attention = NOBODYS
) -> Excerpt:
    """What stands around a comment that a door has let through, in one query; the answers oldest first.

    Who opens a comment wants to read its author here, muted or not.
    """
    rows = {row.pk: row for row in _comments(comment.post, visitor)}
    chain = [rows[comment.pk]]
    while above := rows.get(chain[-1].parent_id or 0):
        chain.append(above)
    below = {comment.pk}
    for row in rows.values():
        if row.parent_id in below:
            below.add(row.pk)
    hushed = attention.hushed - {comment.author_id}
    attention = replace(attention, seen_pk=None, hushed=hushed)
    roots = _rooted([rows[pk] for pk in sorted(below)], visitor=visitor, attention=attention)
    _sort(roots, Order.OLD)
    ancestors = [_node(row, depth=0, visitor=visitor, attention=attention) for row in chain[:0:-1]]
    nodes = _in_reading_order(roots)
    return Excerpt(ancestors, Thread(nodes=nodes, order=Order.OLD, attention=attention))


def judged(comment: Comment, *, visitor: Visitor) -> CommentNode:
    """One comment that a door has let through, with the visitor's vote as it is now."""
    row = _comments(comment.post, visitor).get(pk=comment.pk)
    return _node(row, depth=0, visitor=visitor)


def _comments(post: Post, visitor: Visitor) -> QuerySet[Comment]:
    """Whatever its state, in the order of keys, in which parents come before their replies; without the sources."""
    rows = Comment.objects.filter(post=post).select_related("author").defer(*UNREAD)
    if visitor.is_authenticated:
        mine = FilteredRelation("votes", condition=Q(votes__member=visitor))
        rows = rows.annotate(mine=mine, my_vote=F("mine__is_helpful"))
    return rows.order_by("pk")


UNREAD: Final = (
    "body", "held_reasons", "form_key", "author__password", "author__email", "author__bio", "author__language",
    "author__time_zone", "author__date_joined", "author__last_login", "author__mail_pace", "author__shows_reactions",
    "author__silenced_until", "author__text_size", "author__theme", "author__trust_floor",
)  # fmt: skip


def _rooted(
    rows: Iterable[Comment], *, visitor: Visitor, attention: Attention = NOBODYS
) -> list[CommentNode]:
    """The trees of these rows; what is not shown keeps its place only above replies that are. Not sorted yet."""
    roots: list[CommentNode] = []
    places: dict[int, tuple[CommentNode, list[CommentNode]]] = {}
    for row in rows:
        parent, siblings = places.get(row.parent_id or 0, (None, roots))
        is_deepest = parent is not None and parent.depth == MAX_DEPTH
        beside = siblings if parent is None or is_deepest else parent.replies
        depth = 0 if parent is None else min(parent.depth + 1, MAX_DEPTH)
        node = _node(row, depth=depth, visitor=visitor, attention=attention)
        beside.append(node)
        places[row.pk] = (node, beside)
    for node, _beside in reversed(places.values()):
        node.replies = [each for each in node.replies if each.is_shown or each.replies]
        node.below = sum(1 + each.below for each in node.replies)
    return [each for each in roots if each.is_shown or each.replies]


def _node(
    row: Comment, *, depth: int, visitor: Visitor, attention: Attention = NOBODYS
) -> CommentNode:
    seen_pk = attention.seen_pk
    is_own = row.author_id == visitor.pk
    is_live = row.is_live
    is_there = is_live or (not row.is_deleted and (is_own or _moderates(visitor)))
    is_hushed = is_there and row.author_id in attention.hushed
    return CommentNode(
        comment=row,
        depth=depth,
        is_shown=is_there and not is_hushed,
        is_own=is_own,
        is_new=is_live
        and not is_own
        and not is_hushed
        and seen_pk is not None
        and row.pk > seen_pk,
        is_folded=row.score < FOLDED_BELOW,
        is_hushed=is_hushed,
        may_edit=is_own and row.may_be_edited(timezone.now()),
        my_vote=attention.votes.get(row.pk, getattr(row, "my_vote", None)),
    )


def _moderates(visitor: Visitor) -> bool:
    return isinstance(visitor, User) and visitor.is_moderator


def _sort(roots: list[CommentNode], order: Order) -> None:
    """Siblings in this order; those that were lifted beside each other stay as they were written."""
    levels = [roots]
    while levels:
        siblings = levels.pop()
        is_lifted = bool(siblings) and siblings[0].depth == MAX_DEPTH
        siblings.sort(key=_oldest_first)
        if not is_lifted and order is Order.BEST:
            siblings.sort(key=lambda node: -node.comment.score)
        if not is_lifted and order is Order.NEW:
            siblings.reverse()
        levels += [node.replies for node in siblings if node.replies]


def _oldest_first(node: CommentNode) -> Any:
    return node.comment.created_at, node.comment.pk


def _cut(roots: list[CommentNode]) -> list[list[CommentNode]]:
    """The pages: each filled until PAGE_SIZE is reached; at least one."""
    pages: list[list[CommentNode]] = [[]]
    size = 0
    for root in roots:
        if size >= PAGE_SIZE:
            pages.append([])
            size = 0
        pages[-1].append(root)
        size += 1 + root.below
    return pages


def _in_reading_order(roots: list[CommentNode]) -> list[CommentNode]:
    """Without recursion, whatever the depth."""
    found: list[CommentNode] = []
    stack = roots[::-1]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += node.replies[::-1]
    return found
