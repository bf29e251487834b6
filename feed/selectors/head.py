"""What the head of a page tells machines: where the page is, what it is, how it is shown elsewhere.

Addresses begin with `settings.BASE_URL`, never with the host that a request names: a forged Host header must not
become a canonical address in somebody's cache.

`hreflang` names what is true of one address that speaks to each reader in their own language (docs/adr/0003): a
listing is the page for everybody, a post also the page for those who read its language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from accounts.models import User
from feed.models import Category, Post, Series, Tag
from feed.selectors import linked_data
from feed.selectors.crumbs import Crumb, categories_crumb, crumbs_to, front_crumb
from feed.selectors.feed_links import FeedLink, feed_links
from feed.selectors.feeds import FrontPage, Sort
from feed.selectors.linked_data import absolute, absolute_static, share_picture
from feed.selectors.members import MemberStats
from feed.selectors.oembed import Discovery, discoveries
from feed.selectors.pages import Page
from feed.selectors.posts import PostPage
from feed.selectors.tabs import Tab, filed_path, front_path

# Open Graph wants a language with a territory; a language alone names the one where most of its readers are.
LOCALES: Final = {"en": "en_US", "nl": "nl_NL", "de": "de_DE", "fr": "fr_FR", "ar": "ar_AR"}
SITE_ICON: Final = ("icons/icon-512.png", 512, 512)


@dataclass(frozen=True)
class SharePicture:
    """The picture that stands for a page; `url` is absolute, sizes are in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""

    @property
    def is_wide(self) -> bool:
        return self.width >= 600 and self.width > self.height


@dataclass(frozen=True)
class ArticleFacts:
    """What Open Graph knows of an article. Instants are ISO 8601."""

    author_name: str
    author_url: str
    section: str
    tags: tuple[str, ...]
    published: str
    modified: str


@dataclass(frozen=True)
class Head:
    """The head of one page.

    `canonical`, `url`: "" where the page has no address of its own; they differ where an author declares the
    original elsewhere. `language`: that the page is written in, "" where it follows the reader. `title`, `description`: "" for the site's own. `feed_stem`: address of the page's feeds without their format, `feed_query`: what follows it. `linked_data`: nodes of a JSON-LD graph.
    """

    title: str = ""
    description: str = ""
    canonical: str = ""
    url: str = ""
    is_indexed: bool = False
    kind: str = "website"
    locale: str = ""
    language: str = ""
    picture: SharePicture | None = None
    article: ArticleFacts | None = None
    member: User | None = None
    feed_stem: str = ""
    feed_query: str = ""
    previous_url: str = ""
    next_url: str = ""
    crumbs: tuple[Crumb, ...] = ()
    discoveries: tuple[Discovery, ...] = ()
    linked_data: tuple[dict[str, Any], ...] = field(default=())

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """(language, address) for readers of each language: this address alone, where it is the original."""
        if not self.is_indexed or self.canonical != self.url:
            return []
        languages = [self.language, "x-default"] if self.language else ["x-default"]
        return [(language, self.url) for language in languages]

    @property
    def feeds(self) -> list[FeedLink]:
        return feed_links(self.feed_stem, query=self.feed_query)

    @property
    def shown_crumbs(self) -> tuple[Crumb, ...]:
        """The pages above this one."""
        return self.crumbs[:-1]


def plain_head() -> Head:
    """Of a page that nobody described: it works, and is not for search engines."""
    return Head(locale=locale_of(get_language()), picture=site_icon())


def post_head(page: PostPage) -> Head:
    """Of an article page. Drafts, held and hidden posts and those of members on probation are not indexed."""
    post = page.post
    url = absolute(post.get_absolute_url())
    is_indexed = is_indexable(post)
    crumbs = (*crumbs_to(post.category), Crumb(post.title, post.get_absolute_url()))
    nodes = (linked_data.post_node(page), linked_data.crumbs_node(crumbs)) if is_indexed else ()
    return Head(
        title=post.title,
        description=post.excerpt,
        canonical=(is_indexed and post.canonical_url) or url,
        url=url,
        is_indexed=is_indexed,
        kind="article",
        feed_stem=f"/posts/{post.pk}/comments." if is_indexed else "",
        locale=locale_of(post.language),
        language=post.language,
        picture=_post_picture(post) if is_indexed else None,
        article=_article_facts(post, page.tags),
        crumbs=crumbs,
        discoveries=discoveries(post) if is_indexed else (),
        linked_data=nodes,
    )


def front_head(front: FrontPage, *, sort: Sort, cursor: str | None) -> Head:
    """Of the front page and its orders."""
    is_first = sort.tab is Tab.LATEST and not cursor
    return _listing(
        front.page,
        path=front_path(sort.tab, sort.window),
        feed_stem=f"{front_path(sort.tab, sort.window)}feed.",
        cursor=cursor,
        is_indexed=bool(front.page or front.featured or front.pinned),
        linked_data=(linked_data.website_node(),) if is_first else (),
    )


def filed_head(page: Page[Post], *, under: Category | Tag, sort: Sort, cursor: str | None) -> Head:
    """Of the listing of a category or tag."""
    return _listing(
        page,
        path=filed_path(under, sort.tab, sort.window),
        feed_stem=f"{filed_path(under, sort.tab, sort.window)}feed.",
        cursor=cursor,
        is_indexed=bool(page),
        title=under.name,
        description=under.description,
        crumbs=crumbs_to(under),
    )


def member_head(page: Page[Post], *, member: User, stats: MemberStats, cursor: str | None) -> Head:
    """Of a member's page; one with nothing published, of a member on probation, or whose words wait, is not indexed."""
    is_indexed = bool(page) and member.has_standing and not stats.is_held
    return _listing(
        page,
        path=member.get_absolute_url(),
        cursor=cursor,
        is_indexed=is_indexed,
        title=member.name,
        description=member.name if stats.is_held else member.bio or member.name,
        kind="profile",
        feed_stem=f"{member.get_absolute_url()}feed.",
        member=member,
        crumbs=(front_crumb(), Crumb(member.name, member.get_absolute_url())),
        linked_data=(linked_data.profile_node(member, stats),) if is_indexed else (),
    )


def member_part_head(member: User) -> Head:
    """Of what else a member did; it stands under the posts it is about, and there search engines find it."""
    crumbs = (front_crumb(), Crumb(member.name, member.get_absolute_url()), Crumb("", ""))
    return replace(plain_head(), crumbs=crumbs)


def search_head(query: str, *, asked: str) -> Head:
    """Of what was found; with nothing asked for, as any page. `asked`: the query as it stands in addresses."""
    if not query:
        return plain_head()
    return replace(plain_head(), title=query, feed_stem="/search/feed.", feed_query=f"?q={asked}")


def categories_head(categories: Sequence[Category]) -> Head:
    """Of the overview of categories."""
    return _listing(
        None,
        path=reverse("feed:categories"),
        cursor=None,
        is_indexed=bool(categories),
        title=_("Categories"),
        crumbs=(front_crumb(), categories_crumb()),
    )


def series_head(series: Series, *, posts: Sequence[Post]) -> Head:
    """Of the parts of a series; `series.author` must be loaded."""
    return _listing(
        None,
        path=series.get_absolute_url(),
        cursor=None,
        is_indexed=bool(posts) and series.author.has_standing,
        title=series.title,
        description=series.description,
        crumbs=(front_crumb(), Crumb(series.title, series.get_absolute_url())),
    )


def is_indexable(post: Post) -> bool:
    """Whether search engines may keep a post; its author must be loaded."""
    return post.is_live and post.author.has_standing


def locale_of(language: str | None) -> str:
    """Open Graph's name of a language code."""
    code = language or settings.LANGUAGE_CODE
    return LOCALES.get(code, to_locale(code))


def site_icon() -> SharePicture:
    name, width, height = SITE_ICON
    return SharePicture(absolute_static(name), width, height)


def _listing(
    page: Page[Post] | None, *, path: str, cursor: str | None, is_indexed: bool, **facts: Any
) -> Head:
    """Each page of a listing is its own original: a cursor names the same rows for good."""
    url = _page_url(path, cursor)
    crumbs = facts.get("crumbs", ())
    trail = (linked_data.crumbs_node(crumbs),) if crumbs and is_indexed else ()
    facts["linked_data"] = (*facts.get("linked_data", ()), *trail)
    return Head(
        canonical=url,
        url=url,
        is_indexed=is_indexed,
        locale=locale_of(get_language()),
        picture=site_icon(),
        previous_url=_page_url(path, page.previous_cursor) if page and page.previous_cursor else "",
        next_url=_page_url(path, page.next_cursor) if page and page.next_cursor else "",
        **facts,
    )


def _page_url(path: str, cursor: str | None) -> str:
    return absolute(f"{path}?{urlencode({'after': cursor})}" if cursor else path)


def _post_picture(post: Post) -> SharePicture:
    found = share_picture(post)
    return SharePicture(*found) if found else site_icon()


def _article_facts(post: Post, tags: Sequence[Tag]) -> ArticleFacts:
    return ArticleFacts(
        author_name=post.author.name,
        author_url=absolute(post.author.get_absolute_url()),
        section=post.category.name,
        tags=tuple(tag.name for tag in tags),
        published=linked_data.instant(post.published_at),
        modified=linked_data.instant(linked_data.modified_at(post)),
    )
