"""The article page."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed.forms.comments import CommentForm, new_form_key
from feed.models import Post
from feed.selectors.choices import choices_about_post
from feed.selectors.head import Head, post_head
from feed.selectors.posts import PostPage, open_page, post_page
from feed.services.visiting import remember_read
from feed.text.embeds import has_embeds
from feed.views.parts import thread_place


@kept(query=("comments", "page"))
@require_safe
def post_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """The page of a post; an address whose words are not the title's is corrected."""
    order, number = thread_place(request)
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
    context = {
        "post": page.post,
        "head": _head(page),
        "parts": page.parts,
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


def _head(page: PostPage) -> Head:
    """What it tells machines is the same whoever asks."""
    found: Head = page.parts.get("head") or page.parts.setdefault("head", post_head(page))
    return found
