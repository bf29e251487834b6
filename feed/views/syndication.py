"""Feeds for readers' programs, beside the pages whose posts they hold: the page's address and `feed.rss`."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from config.freshness import kept, shows
from feed import access, shown
from feed.models.post_queryset import PostQuerySet
from feed.selectors import syndication
from feed.selectors.search import clean_query
from feed.selectors.tabs import USUAL_WINDOW, Tab, Window, filed_path, front_path
from feed.syndication.documents import FeedDocument
from feed.syndication.formats import FeedFormat


@kept()
@conditional_page
@require_safe
def front(
    request: HttpRequest, form: FeedFormat, tab: Tab = Tab.LATEST, window: Window = USUAL_WINDOW
) -> HttpResponse:
    shows(request, shown.POSTS, shown.HOT)
    return _posts(
        request,
        form,
        syndication.sorted_posts(tab, window),
        about="" if tab is Tab.LATEST else str(tab.label),
        home_path=front_path(tab, window),
    )


@kept()
@conditional_page
@require_safe
def category(
    request: HttpRequest,
    slug: str,
    form: FeedFormat,
    tab: Tab = Tab.LATEST,
    window: Window = USUAL_WINDOW,
) -> HttpResponse:
    found = access.category_named(slug)
    shows(request, shown.category(found.pk), shown.HOT)
    posts = syndication.sorted_posts(tab, window).in_category(found)
    home = filed_path(found, tab, window)
    return _posts(request, form, posts, about=found.name, home_path=home)


@kept()
@conditional_page
@require_safe
def tag(
    request: HttpRequest,
    slug: str,
    form: FeedFormat,
    tab: Tab = Tab.LATEST,
    window: Window = USUAL_WINDOW,
) -> HttpResponse:
    found = access.tag_named(slug)
    shows(request, shown.POSTS, shown.HOT)
    posts = syndication.sorted_posts(tab, window).tagged(found)
    home = filed_path(found, tab, window)
    return _posts(request, form, posts, about=found.name, home_path=home)


@kept()
@conditional_page
@require_safe
def member(request: HttpRequest, username: str, form: FeedFormat) -> HttpResponse:
    found = access.member_named(username)
    shows(request, shown.POSTS, shown.member(found.pk))
    posts = syndication.sorted_posts(Tab.LATEST).by(found)
    home = found.get_absolute_url()
    return _posts(request, form, posts, about=found.name, home_path=home)


@kept(query=("q",))
@conditional_page
@require_safe
def search(request: HttpRequest, form: FeedFormat) -> HttpResponse:
    query = clean_query(request.GET.get("q", ""))
    home = f"{reverse('feed:search')}?{urlencode({'q': query})}"
    path = f"{request.path}?{urlencode({'q': query})}"
    document = syndication.search_feed(query, home_path=home, path=path)
    shows(request, shown.POSTS)
    return answer(document, form)


@kept()
@conditional_page
@require_safe
def comments(request: HttpRequest, pk: int, form: FeedFormat) -> HttpResponse:
    """The newest comments under a post that strangers may see."""
    post = access.post_for(request.user, pk)
    shows(request, shown.post(pk))
    return answer(syndication.comments_feed(post, path=request.path), form)


def _posts(
    request: HttpRequest, form: FeedFormat, posts: PostQuerySet, *, about: str, home_path: str
) -> HttpResponse:
    feed = syndication.posts_feed(posts, about=about, home_path=home_path, path=request.path)
    shows(request, shown.rows(feed.posts))
    return answer(feed.document, form)


def answer(document: FeedDocument, form: FeedFormat) -> HttpResponse:
    """With a `Last-Modified` of its own, so that programs that know no entity tags save the transfer too."""
    answer = HttpResponse(form.render(document), content_type=f"{form.media_type}; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Robots-Tag"] = "noindex"
    if document.updated_at:
        answer["Last-Modified"] = http_date(document.updated_at.timestamp())
    return answer
