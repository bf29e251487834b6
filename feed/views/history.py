"""What a post said before."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from config.freshness import kept, shows
from feed import access, shown
from feed.selectors.history import post_history
from feed.services.revisions import purge_revision


@kept()
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """The revisions of a post with what changed."""
    post = access.post_for(request.user, pk)
    shows(request, shown.rows([post]))
    context = {
        "post": post,
        "steps": post_history(post),
        "can_edit": access.may_edit_post(request.user, post),
    }
    return render(request, "feed/history.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def purge(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ask, then forget what an earlier revision said."""
    post = access.editable_post_for(cast("User", request.user), pk)
    revision = access.revision_of(post, number)
    if request.method != "POST":
        return render(request, "feed/confirm_purge.html", {"post": post, "revision": revision})
    purge_revision(revision)
    messages.success(request, _("The words of that revision are gone for good."))
    return redirect("feed:post-history", pk=post.pk)
