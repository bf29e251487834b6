"""The article page."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from config.prepared import asks_ahead
from feed.models import Post
from feed.selectors.posts import PostPage, open_page, post_page
from feed.selectors.standing import standing_question
from feed.services.visiting import remember_read
from feed.views.article import article_for_one
from feed.views.parts import thread_place
from feed.views.shared_article import shared_article


@kept(query=("comments", "page"))
@asks_ahead(lambda pk, **_words: standing_question(pk))
@require_safe
def post_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The page of a post; an address whose words are not the title's is corrected."""
    order, number = thread_place(request)
    shared = shared_article(request, pk, slug, order=order, number=number)
    if shared is not None:
        return shared
    page = open_page(pk, visitor=request.user, order=order, number=number)
    if slug != page.post.slug:
        return HttpResponsePermanentRedirect(page.post.get_absolute_url())
    remember_read(page.post, visitor=request.user)
    return _rendered(request, page)


def render_post(
    request: HttpRequest,
    post: Post,
    *,
    status: int = 200,
    poll_message: str = "",
) -> HttpResponse:
    """The article page; `?comments=` and `?page=` choose what of the conversation stands under it.

    `poll_message`: why a vote was not counted.
    """
    order, number = thread_place(request)
    page = post_page(post, visitor=request.user, order=order, number=number)
    return _rendered(request, page, status=status, poll_message=poll_message)


def _rendered(
    request: HttpRequest, page: PostPage, *, status: int = 200, poll_message: str = ""
) -> HttpResponse:
    shows(request, page.names)
    return article_for_one(request, page, status=status, poll_message=poll_message)
