"""What pages say of themselves in JSON-LD, with schema.org's words.

Each function makes one node of the page's graph; nodes refer to the publisher by its `@id`, which `publisher_node`
defines on each page. Source: schema.org, and Google's pages on Article, DiscussionForumPosting, ProfilePage,
BreadcrumbList and WebSite structured data.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from accounts.models import User
from feed.models import Comment, Image, Post, Revision, SiteSettings
from feed.selectors.crumbs import Crumb
from feed.selectors.members import MemberStats
from feed.selectors.posts import PostPage
from feed.selectors.threads import CommentNode
from feed.sharing.size import HEIGHT, WIDTH
from feed.text.plain import excerpt_of

Node = dict[str, Any]

# A page repeats at most this many of its comments, and this much of its text in characters, for machines.
MAX_COMMENTS: Final = 50
MAX_TEXT: Final = 5_000
MAX_COMMENT_TEXT: Final = 1_000


def absolute(path: str) -> str:
    """A path of this site, or an address, as an address."""
    is_path = path.startswith("/") and not path.startswith("//")
    return _origin(settings.BASE_URL) + path if is_path else urljoin(settings.BASE_URL, path)


def absolute_static(name: str) -> str:
    """The address of a file of the site's own."""
    return _absolute_static(name, settings.BASE_URL)


@lru_cache(maxsize=16)
def _absolute_static(name: str, _base_url: str) -> str:
    return absolute(static(name))


@lru_cache(maxsize=8)
def _origin(base_url: str) -> str:
    return urljoin(base_url, "/")[:-1]


def instant(at: datetime | None) -> str:
    """ISO 8601 to the second, with its offset; "" for None."""
    return at.isoformat(timespec="seconds") if at else ""


def modified_at(post: Post) -> datetime | None:
    """When the words of a published post last changed; never before its publication."""
    return max(post.published_at, post.edited_at) if post.published_at else None


def share_picture(post: Post) -> tuple[str, int, int, str] | None:
    """Address, width, height and description of the picture that stands for a post: the drawn one, else its own."""
    if post.share_image:
        return absolute(post.share_image.url), WIDTH, HEIGHT, post.title
    image = post.lead_image
    return (absolute(image.url), image.width, image.height, image.alt) if image else None


def publisher_node(site: SiteSettings) -> Node:
    return _stated(
        {
            "@type": "Organization",
            "@id": _publisher()["@id"],
            "name": site.name,
            "description": site.description,
            "url": absolute("/"),
            "logo": absolute_static("icons/icon-512.png"),
        }
    )


def website_node() -> Node:
    """The site, and where it is searched."""
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{absolute(reverse('feed:search'))}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    return {
        "@type": "WebSite",
        "@id": absolute("/#website"),
        "url": absolute("/"),
        "publisher": _publisher(),
        "potentialAction": search,
    }


def profile_node(member: User, stats: MemberStats) -> Node:
    person = _person(member) | {
        "identifier": member.username,
        "alternateName": f"@{member.username}",
        "description": member.bio,
        "image": absolute(member.avatar.url) if member.avatar else "",
        "agentInteractionStatistic": _count("WriteAction", stats.post_count),
    }
    return {
        "@type": "ProfilePage",
        "url": absolute(member.get_absolute_url()),
        "dateCreated": instant(member.date_joined),
        "mainEntity": _stated(person),
    }


def crumbs_node(crumbs: Iterable[Crumb]) -> Node:
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": crumb.label,
            "item": absolute(crumb.path),
        }
        for position, crumb in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def post_node(page: PostPage) -> Node:
    """A live post: what is written here is news and a subject of discussion, a link to elsewhere only the latter."""
    post = page.post
    url = absolute(post.get_absolute_url())
    node = {
        "@type": "DiscussionForumPosting"
        if post.link_id
        else ["NewsArticle", "DiscussionForumPosting"],
        "@id": f"{url}#post",
        "url": url,
        "mainEntityOfPage": url,
        "headline": post.title,
        "description": post.excerpt,
        "text": excerpt_of(post.body_html, length=MAX_TEXT) or post.title,
        "inLanguage": post.language,
        "articleSection": post.category.name,
        "keywords": [tag.name for tag in page.tags],
        "author": _person(post.author),
        "publisher": _publisher(),
        "datePublished": instant(post.published_at),
        "dateModified": instant(modified_at(post)),
        "image": _pictures(post),
        "isBasedOn": post.canonical_url or (post.link.url if post.link else ""),
        "correction": [_correction(each) for each in page.corrections],
        "commentCount": post.comment_count,
        "interactionStatistic": [
            _count("CommentAction", post.comment_count),
            _count("ViewAction", post.view_count),
            _count("LikeAction", post.reaction_count),
        ],
        "comment": _comments(page.thread.nodes, post_url=url),
    }
    return _stated(node)


def _comments(nodes: Sequence[CommentNode], *, post_url: str) -> list[Node]:
    """The thread as it is public, cut after MAX_COMMENTS in the order of reading; what stood under a gone comment
    moves up to its place.
    """
    made: dict[int, Node] = {}
    roots: list[Node] = []
    for comment, parent_pk in islice(_public(nodes), MAX_COMMENTS):
        node = _comment(comment, post_url=post_url)
        made[comment.pk] = node
        above = made.get(parent_pk)
        (above.setdefault("comment", []) if above else roots).append(node)
    return roots


def _public(nodes: Sequence[CommentNode]) -> Iterator[tuple[Comment, int]]:
    """Live comments that the reader has not muted, in the order of reading, each with the key of the live one above it, or 0."""
    standing = {0: 0}
    for node in nodes:
        comment = node.comment
        parent_pk = standing.get(comment.parent_id or 0, 0)
        is_told = comment.is_live and node.is_shown
        standing[comment.pk] = comment.pk if is_told else parent_pk
        if is_told:
            yield comment, parent_pk


def _comment(comment: Comment, *, post_url: str) -> Node:
    node = {
        "@type": "Comment",
        "url": f"{post_url}#comment-{comment.pk}",
        "text": excerpt_of(comment.body_html, length=MAX_COMMENT_TEXT),
        "author": _person(comment.author),
        "datePublished": instant(comment.created_at),
        "dateModified": instant(comment.edited_at),
        "upvoteCount": comment.helpful_count,
    }
    return _stated(node)


def _correction(revision: Revision) -> Node:
    return {
        "@type": "CorrectionComment",
        "text": revision.correction,
        "datePublished": instant(revision.created_at),
    }


def _pictures(post: Post) -> list[Node]:
    """The drawn picture and the author's own."""
    drawn = [_picture(share_picture(post))] if post.share_image else []
    own = [_own_picture(post.lead_image)] if post.lead_image else []
    return [*drawn, *own]


def _own_picture(image: Image) -> Node:
    node = _picture((absolute(image.url), image.width, image.height, image.alt))
    return _stated(node | {"caption": image.caption, "creditText": image.credit})


def _picture(found: tuple[str, int, int, str] | None) -> Node:
    url, width, height, _alt = found or ("", 0, 0, "")
    return {"@type": "ImageObject", "url": url, "width": width, "height": height}


def _person(member: User) -> Node:
    return {
        "@type": "Person",
        "name": member.name,
        "url": absolute(member.get_absolute_url()),
    }


def _publisher() -> Node:
    return {"@id": absolute("/#publisher")}


def _count(action: str, count: int) -> Node:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{action}",
        "userInteractionCount": count,
    }


def _stated(node: Node) -> Node:
    """The node without what there is nothing to say about; a count of 0 is something."""
    return {name: value for name, value in node.items() if value not in ("", [], None)}
