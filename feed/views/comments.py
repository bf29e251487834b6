"""Answering, and changing one's answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_of
from feed import access
from feed.errors import (
    EditWindowError,
    GoneParentError,
    NotAllowedError,
    NotFoundError,
    NotPossibleError,
)
from feed.forms.comments import CommentForm, new_form_key
from feed.models import Comment, Post
from feed.models.comment import COMMENT_LENGTH
from feed.selectors.attention import attention
from feed.selectors.mentions import comment_html
from feed.selectors.threads import Order, excerpt_around, page_number_of
from feed.services import commenting
from feed.text.quotes import quoted
from feed.views.parts import leave_for, part, wants_part


@never_cache
@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a comment: what led to it, and what it led to."""
    found = access.comment_for(request.user, pk)
    post = access.post_for(request.user, found.post_id)
    known = attention(post, visitor=request.user)
    context = {
        "post": post,
        "comment": found,
        "excerpt": excerpt_around(found, visitor=request.user, attention=known),
    }
    return render(request, "feed/comment_detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a post; `?parent=` asks for the form that answers a comment, `&quote=1` with its words."""
    if request.method != "POST":
        return _open(request, pk)
    if not request.user.is_authenticated:
        return _kept(request, _("You are signed out, so nothing was published."), status=403)
    form = CommentForm(request.POST)
    try:
        post = access.post_for(request.user, pk)
        if "preview" in request.POST:
            return _preview(request, form, post=post)
        return _add(request, form, post=post)
    except NotFoundError:
        message = _("This post is no longer here, so your comment was not published.")
        return _kept(request, message, status=404)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own comment."""
    member = member_of(request)
    try:
        found = access.editable_comment_for(member, pk)
    except (NotAllowedError, NotFoundError) as error:
        if request.method != "POST":
            raise
        return _kept(request, str(error), status=403)
    form = CommentForm(request.POST or None, initial={"body": found.body})
    if not found.may_be_edited(timezone.now()):
        return _closed(request, found, body=request.POST.get("body", found.body))
    if "preview" in request.POST:
        return _preview(request, form, post=found.post, comment=found)
    return _change(request, form, found)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take one's own comment away."""
    found = access.editable_comment_for(member_of(request), pk)
    if request.method != "POST":
        return render(request, "feed/confirm_delete.html", {"comment": found, "post": found.post})
    commenting.delete_comment(found)
    messages.success(request, _("Your comment is deleted."))
    return redirect(f"{found.post.get_absolute_url()}#comments")


@login_required
def _open(request: HttpRequest, pk: int) -> HttpResponse:
    post = access.post_for(request.user, pk)
    parent = _parent(request, request.GET.get("parent", ""))
    body = quoted(parent.body) if parent and "quote" in request.GET else ""
    initial = {"parent": parent and parent.pk, "body": body, "form_key": new_form_key()}
    return _form_page(request, CommentForm(initial=initial), post=post, parent=parent)


def _add(request: HttpRequest, form: CommentForm, *, post: Post) -> HttpResponse:
    try:
        parent = _parent(request, str(form["parent"].value() or ""))
    except NotFoundError:
        return _orphaned(request, form, post=post)
    if form.is_valid():
        try:
            made = commenting.add_comment(
                post=post,
                author=member_of(request),
                body=form.cleaned_data["body"],
                parent=parent,
                form_key=form.cleaned_data["form_key"],
            )
            return _stored(request, made)
        except GoneParentError:
            return _orphaned(request, form, post=post)
        except NotPossibleError as error:
            form.add_error(None, str(error))
    return _form_page(request, form, post=post, parent=parent, status=422)


def _change(request: HttpRequest, form: CommentForm, found: Comment) -> HttpResponse:
    if form.is_valid():
        try:
            return _stored(request, commenting.edit_comment(found, body=form.cleaned_data["body"]))
        except EditWindowError:
            return _closed(request, found, body=form.cleaned_data["body"])
        except NotAllowedError as error:
            return _kept(request, str(error), status=403)
        except NotPossibleError as error:
            form.add_error(None, str(error))
    status = 422 if form.is_bound else 200
    return _form_page(request, form, post=found.post, comment=found, status=status)


def _parent(request: HttpRequest, pk: str) -> Comment | None:
    """The comment that is answered, None for "". Raises NotFoundError: it cannot be seen or answered."""
    if not pk:
        return None
    found = access.comment_for(request.user, int(pk)) if pk.isdecimal() else None
    if found is None or not found.is_live:
        raise NotFoundError
    return found


def _orphaned(request: HttpRequest, form: CommentForm, *, post: Post) -> HttpResponse:
    """The parent went away: the same words, ready to be a comment of their own."""
    initial = {"body": form["body"].value(), "form_key": new_form_key()}
    fresh = CommentForm(initial=initial)
    return _form_page(request, fresh, post=post, notice=str(GoneParentError()), status=422)


def _closed(request: HttpRequest, found: Comment, *, body: str) -> HttpResponse:
    """Too late to change: the same words, ready to be a reply."""
    initial = {"body": body, "parent": found.pk, "form_key": new_form_key()}
    fresh = CommentForm(initial=initial)
    return _form_page(
        request, fresh, post=found.post, parent=found, notice=str(EditWindowError()), status=422
    )


def _preview(
    request: HttpRequest, form: CommentForm, *, post: Post, comment: Comment | None = None
) -> HttpResponse:
    """The words as they would be printed, above the form that they came from."""
    html = comment_html(request.POST.get("body", "")[:COMMENT_LENGTH])
    if wants_part(request):
        return part(request, "feed/_comment_preview.html", {"preview": html})
    try:
        parent = _parent(request, str(form["parent"].value() or "")) if comment is None else None
    except NotFoundError:
        return _orphaned(request, form, post=post)
    fresh = CommentForm(initial={name: form[name].value() for name in form.fields})
    return _form_page(request, fresh, post=post, parent=parent, comment=comment, preview=html)


def _form_page(  # noqa: PLR0913  (all that the page can show beside the form)
    request: HttpRequest,
    form: CommentForm,
    *,
    post: Post,
    parent: Comment | None = None,
    comment: Comment | None = None,
    notice: str = "",
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "post": post,
        "parent": parent,
        "comment": comment,
        "notice": notice,
        "preview": preview,
    }
    return render(request, "feed/comment_form.html", context, status=status)


def _kept(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    """Why nothing was stored, and what was typed, to be copied."""
    context = {"message": message, "body": request.POST.get("body", "")}
    return render(request, "feed/comment_kept.html", context, status=status)


def _stored(request: HttpRequest, answer: Comment) -> HttpResponse:
    if answer.is_held:
        messages.info(
            request,
            _("Thank you. A moderator will look at the comment before it appears."),
        )
    return leave_for(request, _place(request, answer))


def _place(request: HttpRequest, answer: Comment) -> str:
    """Where the comment stands in the conversation, which may have several pages."""
    answer.post.refresh_from_db(fields=["comment_count"])
    number = page_number_of(answer, visitor=request.user)
    query = f"?comments={Order.BEST}&page={number}" if number > 1 else ""
    return f"{answer.post.get_absolute_url()}{query}#comment-{answer.pk}"
