"""The article page."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed import access, shown
from feed.forms.comments import CommentForm, new_form_key
from feed.models import Post
from feed.selectors.choices import choices_about_post
from feed.selectors.head import post_head
from feed.selectors.posts import PostPage, post_page
from feed.services.visiting import remember_read
from feed.text.embeds import has_embeds
from feed.views.parts import thread_place


@kept(query=("comments", "page"))
@require_safe
def post_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The page of a post; an address whose words are not the title's is corrected."""
    post = access.post_for(request.user, pk)
    if slug != post.slug:
        return HttpResponsePermanentRedirect(post.get_absolute_url())
    remember_read(post, visitor=request.user)
    return render_post(request, post)


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
    shows(request, _shown_on(page))
    context = {
        "post": page.post,
        "head": post_head(page),
        "tags": page.tags,
        "contents": page.contents,
        "has_embeds": has_embeds("".join(page.body_parts)),
        "body_parts": page.body_parts,
        "links": page.links,
        "trust_rules": page.trust_rules,
        "thread": page.thread,
        "comment_form": CommentForm(initial={"form_key": new_form_key()}),
        "read_more": page.read_more,
        "corrections": page.corrections,
        "also_discussed": page.also_discussed,
        "reactions": page.extras.reactions,
        "keeping": page.extras.keeping,
        "place": page.extras.place,
        "poll": page.extras.poll,
        "poll_message": poll_message,
        "can_edit": page.can_edit,
        "choices": choices_about_post(page.post, tags=page.tags, visitor=request.user),
    }
    return render(request, "feed/post_detail.html", context, status=status)


def _shown_on(page: PostPage) -> Iterator[str]:
    """The names behind an article page: the post and the posts beside it, their authors, those who answered."""
    yield from shown.rows([page.post, *(one.post for one in page.read_more), *page.also_discussed])
    if page.post.series_id:
        yield shown.series(page.post.series_id)
    for node in page.thread.nodes:
        yield shown.member(node.comment.author_id)
