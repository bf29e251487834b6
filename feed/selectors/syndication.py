"""What feeds hold: the same posts as the pages, but for those of members on probation."""

import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from feed.models import Comment, Image, Post, SiteSettings
from feed.models.post_queryset import PostQuerySet
from feed.selectors.linked_data import absolute, modified_at
from feed.selectors.search import search_posts
from feed.selectors.site import site_settings
from feed.selectors.tabs import USUAL_WINDOW, Tab, Window
from feed.syndication.addresses import absolute_html
from feed.syndication.documents import FeedDocument, FeedItem, FeedPicture
from feed.text.plain import excerpt_of

FEED_SIZE: Final = 30
ICON: Final = "icons/icon-512.png"


@dataclass(frozen=True)
class PostsFeed:
    """A feed, and the posts behind its items, with their authors."""

    document: FeedDocument
    posts: list[Post]


def sorted_posts(tab: Tab, window: Window = USUAL_WINDOW) -> PostQuerySet:
    """All posts of a feed, in the order of a tab."""
    match tab:
        case Tab.HOT:
            return Post.objects.live().hottest()
        case Tab.TOP:
            return Post.objects.live().since(window.begins_at(timezone.now())).best_first()
        case _:
            return Post.objects.live().latest_first()


def posts_feed(posts: PostQuerySet, *, about: str, home_path: str, path: str) -> PostsFeed:
    """The first FEED_SIZE of `posts`, in their order. `about`: what the feed is of, or "" for the whole site."""
    site = site_settings()
    rows = list(_with_texts(posts.indexable()[:FEED_SIZE]))
    document = _document(
        site,
        title=f"{site.name} – {about}" if about else site.name,
        home_path=home_path,
        path=path,
        items=[_post_item(post, site=site) for post in rows],
    )
    return PostsFeed(document, rows)


def search_feed(query: str, *, home_path: str, path: str) -> FeedDocument:
    """The best matches, best first."""
    site = site_settings()
    pks = (
        [post.pk for post in search_posts(query, visitor=AnonymousUser(), cursor=None).rows]
        if query
        else []
    )
    found = {post.pk: post for post in _with_texts(Post.objects.indexable().filter(pk__in=pks))}
    title = _("Search: %(query)s") % {"query": query}
    return _document(
        site,
        title=f"{site.name} – {title}",
        home_path=home_path,
        path=path,
        items=[_post_item(found[pk], site=site) for pk in pks if pk in found],
    )


def comments_feed(post: Post, *, path: str) -> FeedDocument:
    """The newest comments under a post that a door has let through, without those of members on probation."""
    site = site_settings()
    comments = Comment.objects.live().beyond_probation().filter(post=post).select_related("author")
    newest = comments.order_by("-created_at", "-pk")[:FEED_SIZE]
    return _document(
        site,
        title=_("Comments on “%(title)s”") % {"title": post.title},
        home_path=post.get_absolute_url(),
        path=path,
        items=[_comment_item(comment, post=post) for comment in newest],
    )


def document_of(
    about: str, *, home_path: str, path: str, items: Sequence[FeedItem]
) -> FeedDocument:
    """A feed of another app's rows, headed as those of posts are. `items`: in their order."""
    site = site_settings()
    title = f"{site.name} – {about}"
    return _document(site, title=title, home_path=home_path, path=path, items=items)


def _with_texts(posts: PostQuerySet) -> Iterable[Post]:
    beside = ("author", "category", "lead_image", "link")
    return posts.select_related(*beside).defer("body", "search").prefetch_related("tags")


def _document(
    site: SiteSettings, *, title: str, home_path: str, path: str, items: Sequence[FeedItem]
) -> FeedDocument:
    return FeedDocument(
        title=title,
        description=site.description or site.tagline or site.name,
        home_url=absolute(home_path),
        url=absolute(path),
        icon_url=absolute(static(ICON)),
        language=translation.get_language() or settings.LANGUAGE_CODE,
        hub_url=site.websub_hub,
        items=tuple(items),
    )


def _post_item(post: Post, *, site: SiteSettings) -> FeedItem:
    """Its id has no slug in it, since a title may change."""
    url = absolute(post.get_absolute_url())
    published_at = post.published_at or post.created_at
    html = absolute_html(post.body_html, base=settings.BASE_URL.rstrip("/"), page=url)
    return FeedItem(
        id=absolute(f"/posts/{post.pk}/"),
        url=url,
        title=post.title,
        summary=post.excerpt,
        html=html if site.feeds_hold_whole_texts else "",
        is_whole=site.feeds_hold_whole_texts,
        author_name=post.author.name,
        author_url=absolute(post.author.get_absolute_url()),
        published_at=published_at,
        updated_at=modified_at(post) or published_at,
        language=post.language,
        categories=(post.category.name, *(tag.name for tag in post.tags.all())),
        external_url=post.link.url if post.link else "",
        picture=_picture(post.lead_image) if post.lead_image else None,
    )


def _picture(image: Image) -> FeedPicture:
    return FeedPicture(
        url=absolute(image.url),
        width=image.width,
        height=image.height,
        media_type=mimetypes.guess_type(image.url)[0] or "image/webp",
        alt=image.alt,
        credit=image.credit,
    )


def _comment_item(comment: Comment, *, post: Post) -> FeedItem:
    url = absolute(comment.get_absolute_url())
    author = comment.author.name
    return FeedItem(
        id=url,
        url=url,
        title=_("%(author)s on “%(title)s”") % {"author": author, "title": post.title},
        summary=excerpt_of(comment.body_html),
        html=absolute_html(comment.body_html, base=settings.BASE_URL.rstrip("/"), page=url),
        author_name=author,
        author_url=absolute(comment.author.get_absolute_url()),
        published_at=comment.created_at,
        updated_at=comment.edited_at or comment.created_at,
        language=post.language,
    )
