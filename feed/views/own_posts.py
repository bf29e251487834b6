"""What authors do with posts that they have."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import member_of
from feed import access
from feed.errors import NotPossibleError
from feed.models import Post
from feed.selectors.feeds import own_page
from feed.selectors.readership import with_readership
from feed.selectors.unsaved import unsaved_new_posts
from feed.services import publishing


@login_required
@require_safe
def my_posts(request: HttpRequest) -> HttpResponse:
    """One's own posts in any state, and words that were never saved."""
    member = member_of(request)
    page = own_page(member, cursor=request.GET.get("after"))
    context = {
        "page": page,
        "rows": with_readership(page.posts, today=timezone.now().date()),
        "unsaved": unsaved_new_posts(member),
    }
    return render(request, "feed/my_posts.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    post = access.editable_post_for(member_of(request), pk)
    return publish_or_explain(request, post)


@login_required
@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    post = access.editable_post_for(member_of(request), pk)
    publishing.unpublish_post(post)
    messages.success(request, _("The post is a draft again; only you can see it."))
    return redirect("feed:my-posts")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove for good."""
    post = access.editable_post_for(member_of(request), pk)
    if request.method != "POST":
        return render(request, "feed/confirm_delete.html", {"post": post})
    publishing.delete_post(post)
    messages.success(request, _("The post is deleted."))
    return redirect("feed:my-posts")


def publish_or_explain(request: HttpRequest, post: Post) -> HttpResponse:
    """Publish a saved draft; where that is refused, back to its form with the reason."""
    try:
        return published(request, publishing.publish_post(post, actor=member_of(request)))
    except NotPossibleError as error:
        messages.error(request, str(error))
        return redirect("feed:post-edit", pk=post.pk)


def published(request: HttpRequest, post: Post) -> HttpResponse:
    """To the post, with a word on whether readers see it yet."""
    if post.is_held:
        messages.info(request, _("Thank you. A moderator will look at the post before it appears."))
    else:
        messages.success(request, _("Your post is published."))
    return redirect(post)
