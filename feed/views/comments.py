"""Answering, and changing one's answers."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from feed import access
from feed.errors import NotPossibleError
from feed.forms.comments import CommentForm
from feed.models import Comment, Post
from feed.services import commenting
from feed.views.posts import render_post


@never_cache
@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a comment leads to its place in the thread."""
    found = access.comment_for(request.user, pk)
    return redirect(f"{found.post.get_absolute_url()}#comment-{found.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a post; `?parent=` asks for the form that answers a comment."""
    post = access.post_for(request.user, pk)
    if request.method != "POST":
        return _reply_page(
            request, post, CommentForm(initial={"parent": request.GET.get("parent")})
        )
    form = CommentForm(request.POST)
    if form.is_valid() and (answer := _added(request, post, form)):
        return _stored(request, answer)
    if form["parent"].value():
        return _reply_page(request, post, form, status=422)
    return render_post(request, post, comment_form=form, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own comment."""
    found = access.editable_comment_for(cast("User", request.user), pk)
    form = CommentForm(request.POST or None, initial={"body": found.body})
    if request.method == "POST" and form.is_valid():
        return _stored(request, commenting.edit_comment(found, body=form.cleaned_data["body"]))
    context = {"form": form, "post": found.post, "comment": found}
    return render(request, "feed/comment_form.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take one's own comment away."""
    found = access.editable_comment_for(cast("User", request.user), pk)
    if request.method != "POST":
        return render(request, "feed/confirm_delete.html", {"comment": found, "post": found.post})
    commenting.delete_comment(found)
    messages.success(request, _("Your comment is deleted."))
    return redirect(f"{found.post.get_absolute_url()}#comments")


def _added(request: HttpRequest, post: Post, form: CommentForm) -> Comment | None:
    parent_pk = form.cleaned_data["parent"]
    try:
        parent = access.comment_for(request.user, parent_pk) if parent_pk else None
        return commenting.add_comment(
            post=post,
            author=cast("User", request.user),
            body=form.cleaned_data["body"],
            parent=parent,
        )
    except NotPossibleError as error:
        form.add_error(None, str(error))
        return None


def _reply_page(
    request: HttpRequest, post: Post, form: CommentForm, *, status: int = 200
) -> HttpResponse:
    parent_pk = str(form["parent"].value() or "")
    parent = access.comment_for(request.user, int(parent_pk)) if parent_pk.isdecimal() else None
    return render(
        request,
        "feed/comment_form.html",
        {"form": form, "post": post, "parent": parent},
        status=status,
    )


def _stored(request: HttpRequest, answer: Comment) -> HttpResponse:
    if answer.is_held:
        messages.info(
            request,
            _("Thank you. A moderator will look at the comment before it appears."),
        )
    return redirect(answer)
