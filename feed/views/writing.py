"""The writing form: new posts and edits."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import member_of
from accounts.errors import ImageRefusedError, NoSuchTimeError, NoSuchZoneError
from accounts.zones import clock_of, instant_of, zone_of
from feed import access, sweepers
from feed.errors import EditConflictError, NotFoundError, NotPossibleError
from feed.forms.posts import PostForm, initial_of
from feed.models import Image, Post
from feed.models.post import BODY_LENGTH
from feed.selectors.links import recent_discussions
from feed.selectors.series import series_titles
from feed.selectors.suspicion import has_waiting_edit
from feed.selectors.unsaved import key_of, unsaved
from feed.services import images, publishing
from feed.services.autosaving import discard_autosave
from feed.services.scheduling import require_future, schedule_post
from feed.text.diff import word_diff
from feed.text.markdown import render_article
from feed.text.pictures import has_undescribed
from feed.views.own_posts import publish_or_explain, published


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Write a new post; `?restore=` opens words that were kept under that key."""
    if request.method != "POST":
        return _opened(request, None, {"language": request.LANGUAGE_CODE})
    form, lead_image = _read(request, None)
    at = _chosen_time(request, form)
    if not form.is_valid() or _action(request) == "preview":
        return _form_page(request, form, None)
    if held_up := _held_up(request, form, None):
        return held_up
    post = publishing.create_post(
        author=member_of(request),
        draft=form.draft(lead_image=lead_image),
        form_key=form.cleaned_data["autosave_key"],
    )
    return _done(request, post, form, at=at)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a post."""
    member = member_of(request)
    post = access.editable_post_for(member, pk)
    if request.method != "POST":
        return _opened(request, post, initial_of(post, zone=zone_of(member)))
    form, lead_image = _read(request, post)
    at = _chosen_time(request, form)
    if not form.is_valid() or _action(request) == "preview":
        return _form_page(request, form, post)
    if held_up := _held_up(request, form, post):
        return held_up
    try:
        edited = publishing.edit_post(
            post,
            editor=member,
            draft=form.draft(lead_image=lead_image),
            version=form.cleaned_data["version"],
            correction=form.cleaned_data["correction"],
        )
    except EditConflictError as error:
        return _conflict_page(request, form, access.post_for(member, pk), error)
    except NotPossibleError as error:
        form.add_error("body", str(error))
        return _form_page(request, form, post)
    return _done(request, edited, form, at=at)


def _opened(request: HttpRequest, post: Post | None, initial: dict[str, Any]) -> HttpResponse:
    """The form as the post stands, or, if asked, as its unsaved words stand."""
    wanted = request.GET.get("restore", "")[:40]
    key = key_of(post) if post else wanted or key_of(None)
    kept = unsaved(member_of(request), key=key)
    initial |= {"autosave_key": key, "autosave_counter": kept.counter if kept else 0}
    if kept and wanted:
        initial |= kept.fields
    return _form_page(request, PostForm(initial=initial), post, kept=None if wanted else kept)


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
        image = _store(request, form, words)
    elif pk := form.cleaned_data.get("image_pk"):
        image = images.describe_image(access.image_for(member_of(request), pk, post=post), **words)
    else:
        return None
    return _aimed(image, form) if image else None


def _aimed(image: Image, form: PostForm) -> Image:
    """The picture with what the form says about it, saved."""
    x, y = (form.cleaned_data.get(name) for name in ("image_focus_x", "image_focus_y"))
    images.aim_image(image, x=x, y=y)
    image.save(update_fields=["alt", "caption", "credit", "focus_x", "focus_y"])
    return image


def _store(request: HttpRequest, form: PostForm, words: dict[str, str]) -> Image | None:
    try:
        image = images.store_image(
            owner=member_of(request), upload=form.cleaned_data["image"], **words
        )
    except ImageRefusedError as error:
        form.add_error("image", str(error))
        return None
    form.data["image_pk"] = str(image.pk)  # type: ignore[index]
    return image


def _form_page(
    request: HttpRequest, form: PostForm, post: Post | None, **more: Any
) -> HttpResponse:
    """The writing page; `more` goes to the template: `kept` words, a `conflict`, a `status`."""
    is_preview = _action(request) == "preview"
    status = more.pop("status", 422 if form.errors and not is_preview else 200)
    body = str(form["body"].value() or "")
    context = {
        "form": form,
        "post": post,
        "preview_html": render_article(body[:BODY_LENGTH]) if is_preview else "",
        "image": _shown_image(request, form, post),
        "zone": zone_of(member_of(request)),
        "series_titles": series_titles(post.author if post else member_of(request)),
    }
    return render(request, "feed/post_form.html", context | more, status=status)


def _conflict_page(
    request: HttpRequest, form: PostForm, post: Post, error: EditConflictError
) -> HttpResponse:
    """The form with the typed words, beside what the post says by now; saving again keeps the typed words."""
    form.add_error(None, str(error))
    form.data["version"] = str(post.version)  # type: ignore[index]
    conflict = word_diff(post.body, str(form["body"].value() or ""))
    return _form_page(request, form, post, conflict=conflict, status=409)


def _held_up(request: HttpRequest, form: PostForm, post: Post | None) -> HttpResponse | None:
    """The form once more, if the page that it links to was discussed before and its author has not been told so."""
    is_public = post is not None and not (post.is_draft or post.is_scheduled)
    if _action(request) not in ("publish", "schedule") or is_public or not form.is_news():
        return None
    url = form.cleaned_data["link_url"]
    found = recent_discussions(url, besides=post.pk if post else None)
    form.data["link_seen"] = url  # type: ignore[index]
    if not found:
        return None
    return _form_page(request, form, post, discussions=found, is_held_up=True, status=422)


def _shown_image(request: HttpRequest, form: PostForm, post: Post | None) -> Image | None:
    """The picture that the form carries along."""
    pk = str(form["image_pk"].value() or "")
    if not pk.isdecimal():
        return None
    try:
        return access.image_for(member_of(request), int(pk), post=post)
    except NotFoundError:
        return None


def _chosen_time(request: HttpRequest, form: PostForm) -> datetime | None:
    """When the post is to be published, if that button was pressed; a time that cannot be is an error of the form."""
    wall = form.cleaned_data.get("publish_at")
    if _action(request) != "schedule" or wall is None:
        return None
    browser_zone = form.cleaned_data.get("browser_zone", "")
    try:
        at = instant_of(wall, zone=clock_of(member_of(request), browser_zone=browser_zone))
        require_future(at)
    except (NotPossibleError, NoSuchTimeError, NoSuchZoneError) as error:
        form.add_error("publish_at", str(error))
        return None
    return at


def _done(request: HttpRequest, post: Post, form: PostForm, *, at: datetime | None) -> HttpResponse:
    """The post is written; do what the pressed button says, and forget the unsaved words."""
    discard_autosave(member=member_of(request), key=form.cleaned_data["autosave_key"])
    _ask_for_descriptions(request, post)
    if post.link_id:
        sweepers.fetch_link.delay_on_commit(post.link_id)
    if _action(request) == "publish":
        return publish_or_explain(request, post)
    if at is not None:
        schedule_post(post, at=at)
        messages.success(request, _("The post will be published at the time you chose."))
        return redirect("feed:my-posts")
    if post.is_draft or post.is_scheduled:
        messages.success(request, _("Saved. Only you can see it."))
        return redirect("feed:post-edit", pk=post.pk)
    if post.is_held:
        return published(request, post)
    if has_waiting_edit(post):
        messages.info(
            request,
            _(
                "A moderator will look at your change, because it adds an address or a number. Readers see the text as it was."
            ),
        )
        return redirect(post)
    messages.success(request, _("Your changes are saved."))
    return redirect(post)


def _ask_for_descriptions(request: HttpRequest, post: Post) -> None:
    """Tell the author, without holding up anything, of a picture that says nothing to who cannot see it."""
    lead = post.lead_image
    if (lead and not lead.alt) or has_undescribed(post.body_html):
        messages.warning(
            request,
            _("A picture has no description for readers who cannot see it. Please add one."),
        )


def _action(request: HttpRequest) -> str:
    return request.POST.get("action", "")
