"""The article page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed import access, shown
from feed.forms.comments import CommentForm
from feed.models import Post
from feed.selectors.head import post_head
from feed.selectors.posts import PostPage, post_page
from feed.text.embeds import has_embeds


@kept()
@require_safe
def post_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The page of a post; an address whose words are not the title's is corrected."""
    post = access.post_for(request.user, pk)
    if slug != post.slug:
        return HttpResponsePermanentRedirect(post.get_absolute_url())
    return render_post(request, post, comment_form=CommentForm())


def render_post(
    request: HttpRequest,
    post: Post,
    *,
    comment_form: CommentForm,
    status: int = 200,
    poll_message: str = "",
) -> HttpResponse:
    """The article page, with the comment form as it stands (a refused one comes back filled in).

    `poll_message`: why a vote was not counted.
    """
    page = post_page(post, visitor=request.user)
    shows(request, _shown_on(page))
    context = {
        "post": page.post,
        "head": post_head(page),
        "tags": page.tags,
        "contents": page.contents,
        "has_embeds": has_embeds(post.body_html),
        "body_parts": page.body_parts,
        "comments": page.comments,
        "comment_form": comment_form,
        "read_more": page.read_more,
        "corrections": page.corrections,
        "also_discussed": page.also_discussed,
        "reactions": page.extras.reactions,
        "keeping": page.extras.keeping,
        "place": page.extras.place,
        "poll": page.extras.poll,
        "poll_message": poll_message,
        "can_edit": page.can_edit,
    }
    return render(request, "feed/post_detail.html", context, status=status)


def _shown_on(page: PostPage) -> Iterator[str]:
    """The names behind an article page: the post and the posts beside it, their authors, those who answered."""
    yield from shown.rows([page.post, *page.read_more, *page.also_discussed])
    if page.post.series_id:
        yield shown.series(page.post.series_id)
    nodes = list(page.comments)
    while nodes:
        node = nodes.pop()
        yield shown.member(node.comment.author_id)
        nodes.extend(node.replies)
