"""The article page."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import TrustRule
from accounts.selectors import trust_rules
from feed.access import Visitor, may_edit_post
from feed.models import Post, Revision, Tag
from feed.selectors.earned import links_of
from feed.selectors.extras import Extras, post_extras
from feed.selectors.history import corrections
from feed.selectors.links import also_discussed
from feed.selectors.read_more import Further, read_more
from feed.selectors.site import site_settings
from feed.selectors.threads import Order, Thread, thread_of
from feed.text.contents import Heading, contents_of, with_heading_links
from feed.text.earned import Links, as_earned
from feed.text.plain import split_after_paragraph


@dataclass(frozen=True)
class PostPage:
    """All that the article page shows. `body_parts`: before and after the slot in the text; `contents`: its headings,
    for a long text; `trust_rules`: the table by level; `links`: what the author's have
    earned.
    """

    post: Post
    tags: list[Tag]
    contents: list[Heading]
    body_parts: tuple[str, str]
    thread: Thread
    read_more: list[Further]
    corrections: list[Revision]
    extras: Extras
    also_discussed: list[Post]
    trust_rules: Mapping[int, TrustRule]
    links: Links
    can_edit: bool


def post_page(
    post: Post, *, visitor: Visitor, order: Order = Order.BEST, number: int = 1
) -> PostPage:
    """The page of a post that `access.post_for` has let through, in seven queries more, eight for a link.

    `order`, `number`: of the page of the conversation.
    """
    extras = post_extras(post, visitor=visitor)
    rules = trust_rules()
    links = links_of(post.author, rules=rules)
    body_html = as_earned(post.body_html, links)
    return PostPage(
        post=post,
        tags=list(post.tags.all()),
        contents=contents_of(body_html),
        body_parts=split_after_paragraph(
            with_heading_links(body_html, language=post.language),
            paragraph=site_settings().slot_paragraph,
        ),
        thread=thread_of(
            post, visitor=visitor, order=order, attention=extras.attention, number=number
        ),
        read_more=read_more(post, visitor=visitor),
        corrections=corrections(post),
        extras=extras,
        also_discussed=also_discussed(post, visitor=visitor),
        trust_rules=rules,
        links=links,
        can_edit=may_edit_post(visitor, post),
    )
