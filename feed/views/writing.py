"""Pages for authors."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.errors import ImageRefusedError
from accounts.models import User
from feed import access
from feed.errors import EditConflictError, NotFoundError
from feed.forms import PostForm, initial_of
from feed.models import Image, Post
from feed.models.post import BODY_LENGTH
from feed.selectors.feeds import own_page
from feed.services import images, publishing
from feed.text.diff import word_diff
from feed.text.markdown import render_article


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Write a new post."""
    if request.method != "POST":
        return _form_page(request, PostForm(initial={"language": request.LANGUAGE_CODE}), None)
    form, lead_image = _read(request, None)
    if not form.is_valid() or _action(request) == "preview":
        return _form_page(request, form, None)
    post = publishing.create_post(author=_member(request), draft=form.draft(lead_image=lead_image))
    return _done(request, post)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a post."""
    post = access.editable_post_for(_member(request), pk)
    if request.method != "POST":
        return _form_page(request, PostForm(initial=initial_of(post)), post)
    form, lead_image = _read(request, post)
    if not form.is_valid() or _action(request) == "preview":
        return _form_page(request, form, post)
    try:
        edited = publishing.edit_post(
            post,
            editor=_member(request),
            draft=form.draft(lead_image=lead_image),
            version=form.cleaned_data["version"],
            correction=form.cleaned_data["correction"],
        )
    except EditConflictError as error:
        return _conflict_page(request, form, access.post_for(_member(request), pk), error)
    return _done(request, edited)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    post = access.editable_post_for(_member(request), pk)
    return _published(request, publishing.publish_post(post, actor=_member(request)))


@login_required
@require_POST
def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    post = access.editable_post_for(_member(request), pk)
    publishing.unpublish_post(post)
    messages.success(request, _("The post is a draft again; only you can see it."))
    return redirect("feed:my-posts")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove for good."""
    post = access.editable_post_for(_member(request), pk)
    if request.method != "POST":
        return render(request, "feed/confirm_delete.html", {"post": post})
    publishing.delete_post(post)
    messages.success(request, _("The post is deleted."))
    return redirect("feed:my-posts")


@login_required
@require_safe
def my_posts(request: HttpRequest) -> HttpResponse:
    page = own_page(_member(request), cursor=request.GET.get("after"))
    return render(request, "feed/my_posts.html", {"page": page})


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text so far, as the page would show it."""
    html = render_article(request.POST.get("body", "")[:BODY_LENGTH])
    return render(
        request,
        "feed/_preview.html",
        {"html": html, "title": request.POST.get("title", "")},
    )


@login_required
@require_POST
def upload_image(request: HttpRequest) -> HttpResponse:
    """Take a picture for the running text; answers JSON for the editor."""
    upload = request.FILES.get("image")
    if not isinstance(upload, UploadedFile):
        return JsonResponse({"error": _("Choose an image first.")}, status=400)
    try:
        image = images.store_image(
            owner=_member(request), upload=upload, alt=request.POST.get("alt", "")
        )
    except ImageRefusedError as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"url": image.url, "markdown": f"![{image.alt}]({image.url})"}, status=201)


def _read(request: HttpRequest, post: Post | None) -> tuple[PostForm, Image | None]:
    """The form as sent, and its picture, which is taken over even if the rest of the form is refused."""
    form = PostForm(request.POST.copy(), request.FILES)
    form.is_valid()
    return form, _take_image(request, form, post)


def _take_image(request: HttpRequest, form: PostForm, post: Post | None) -> Image | None:
    words = {
        name.removeprefix("image_"): str(form.data.get(name, ""))[:300]
        for name in form.IMAGE_FIELDS
    }
    upload = form.cleaned_data.get("image")
    if form.cleaned_data.get("remove_image") and upload is None:
        return None
    if upload is not None:
        return _store(request, form, words)
    if not (pk := form.cleaned_data.get("image_pk")):
        return None
    image = images.describe_image(access.image_for(_member(request), pk, post=post), **words)
    image.save(update_fields=["alt", "caption", "credit"])
    return image


def _store(request: HttpRequest, form: PostForm, words: dict[str, str]) -> Image | None:
    try:
        image = images.store_image(
            owner=_member(request), upload=form.cleaned_data["image"], **words
        )
    except ImageRefusedError as error:
        form.add_error("image", str(error))
        return None
    form.data["image_pk"] = str(image.pk)  # type: ignore[index]
    return image


def _form_page(request: HttpRequest, form: PostForm, post: Post | None) -> HttpResponse:
    is_preview = _action(request) == "preview"
    status = 422 if form.errors and not is_preview else 200
    body = form["body"].value() or ""
    context = {
        "form": form,
        "post": post,
        "preview_html": render_article(body[:BODY_LENGTH]) if is_preview else "",
        "image": _shown_image(request, form, post),
    }
    return render(request, "feed/post_form.html", context, status=status)


def _conflict_page(
    request: HttpRequest, form: PostForm, post: Post, error: EditConflictError
) -> HttpResponse:
    """The form with the typed words, beside what the post says by now; saving again keeps the typed words."""
    form.add_error(None, str(error))
    form.data["version"] = str(post.version)  # type: ignore[index]
    context = {
        "form": form,
        "post": post,
        "image": _shown_image(request, form, post),
        "conflict": word_diff(post.body, str(form["body"].value() or "")),
    }
    return render(request, "feed/post_form.html", context, status=409)


def _shown_image(request: HttpRequest, form: PostForm, post: Post | None) -> Image | None:
    """The picture that the form carries along."""
    pk = str(form["image_pk"].value() or "")
    if not pk.isdecimal():
        return None
    try:
        return access.image_for(_member(request), int(pk), post=post)
    except NotFoundError:
        return None


def _done(request: HttpRequest, post: Post) -> HttpResponse:
    if _action(request) == "publish":
        return _published(request, publishing.publish_post(post, actor=_member(request)))
    if post.is_draft:
        messages.success(request, _("Draft saved."))
        return redirect("feed:post-edit", pk=post.pk)
    return _published(request, post)


def _published(request: HttpRequest, post: Post) -> HttpResponse:
    if post.is_held:
        messages.info(
            request,
            _("Thank you. A moderator will look at the post before it appears."),
        )
    else:
        messages.success(request, _("Your post is published."))
    return redirect(post)


def _action(request: HttpRequest) -> str:
    return request.POST.get("action", "")


def _member(request: HttpRequest) -> User:
    return cast("User", request.user)
