"""The article page."""

from dataclasses import dataclass, field
from typing import Final

from accounts.models import User
from feed.access import Visitor, may_edit_post
from feed.models import Comment, Post, ReadMoreList, Revision, Tag
from feed.selectors.extras import Extras, post_extras
from feed.selectors.history import corrections
from feed.selectors.links import also_discussed
from feed.text.contents import Heading, contents_of, with_heading_links
from feed.text.plain import split_after_paragraph

# The paragraph of the running text after which a sponsor's slot may stand.
SLOT_AFTER_PARAGRAPH: Final = 3
# Replies deeper than this stand beside each other, so that a thread stays readable on a phone.
MAX_DEPTH: Final = 6


@dataclass
class CommentNode:
    """A comment with its replies, oldest first; `is_shown` is False for the place of one that is gone."""

    comment: Comment
    depth: int
    is_shown: bool
    is_own: bool
    replies: list["CommentNode"] = field(default_factory=list)


@dataclass(frozen=True)
class PostPage:
    """All that the article page shows. `body_parts`: before and after the slot in the text; `contents`: its headings,
    for a long text.
    """

    post: Post
    tags: list[Tag]
    contents: list[Heading]
    body_parts: tuple[str, str]
    comments: list[CommentNode]
    read_more: list[Post]
    corrections: list[Revision]
    extras: Extras
    also_discussed: list[Post]
    can_edit: bool


def post_page(post: Post, *, visitor: Visitor) -> PostPage:
    """The page of a post that `access.post_for` has let through, in six queries more, seven for a link."""
    return PostPage(
        post=post,
        tags=list(post.tags.all()),
        contents=contents_of(post.body_html),
        body_parts=split_after_paragraph(
            with_heading_links(post.body_html, language=post.language),
            paragraph=SLOT_AFTER_PARAGRAPH,
        ),
        comments=comment_tree(post, visitor=visitor),
        read_more=read_more(post),
        corrections=corrections(post),
        extras=post_extras(post, visitor=visitor),
        also_discussed=also_discussed(post),
        can_edit=may_edit_post(visitor, post),
    )


def read_more(post: Post) -> list[Post]:
    """The stored recommendations that are still live, best first; [] where none is good enough."""
    stored = ReadMoreList.objects.filter(post=post).values_list("items", flat=True).first() or []
    pks = [item["post"] for item in stored]
    found = Post.objects.live().with_cards().in_bulk(pks) if pks else {}
    return [found[pk] for pk in pks if pk in found]


def comment_tree(post: Post, *, visitor: Visitor) -> list[CommentNode]:
    """The thread under a post, in one query; what is gone keeps its place only above replies that stand."""
    reader = visitor if visitor.is_authenticated else None
    roots: list[CommentNode] = []
    nodes: dict[int, CommentNode] = {}
    for comment in post.comments.select_related("author").oldest_first():
        parent = nodes.get(comment.parent_id or 0)
        node = _node(comment, parent=parent, reader=reader)
        nodes[comment.pk] = node
        (parent.replies if parent else roots).append(node)
    return _pruned(_flattened(roots))


def _node(comment: Comment, *, parent: CommentNode | None, reader: User | None) -> CommentNode:
    is_own = reader is not None and comment.author_id == reader.pk
    may_look = is_own or (reader is not None and reader.is_moderator)
    return CommentNode(
        comment=comment,
        depth=min(parent.depth + 1, MAX_DEPTH) if parent else 0,
        is_shown=comment.is_live or (may_look and not comment.is_deleted),
        is_own=is_own,
    )


def _flattened(nodes: list[CommentNode]) -> list[CommentNode]:
    """Lift what lies deeper than MAX_DEPTH beside its ancestors there; without recursion, whatever the depth."""
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if node.depth == MAX_DEPTH - 1:
            node.replies = _descendants(node)
        else:
            stack.extend(node.replies)
    return nodes


def _descendants(node: CommentNode) -> list[CommentNode]:
    """Everything below, oldest first; the lifted nodes keep no replies of their own."""
    found: list[CommentNode] = []
    stack = list(node.replies)
    while stack:
        below = stack.pop()
        stack.extend(below.replies)
        below.replies = []
        found.append(below)
    return sorted(found, key=lambda each: (each.comment.created_at, each.comment.pk))


def _pruned(nodes: list[CommentNode]) -> list[CommentNode]:
    for node in nodes:
        node.replies = _pruned(node.replies)
    return [node for node in nodes if node.is_shown or node.replies]
