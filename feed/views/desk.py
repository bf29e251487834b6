"""What the editor asks for while somebody writes."""

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import member_of
from accounts.errors import ImageRefusedError
from feed import access
from feed.errors import AutosaveConflictError
from feed.forms.posts import AutosaveForm
from feed.models.post import BODY_LENGTH
from feed.selectors.tags import suggested_tags
from feed.services import images
from feed.services.autosaving import autosave, discard_autosave
from feed.services.tagging import NAME_LENGTH
from feed.text.markdown import render_article


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text so far, as the page would show it."""
    html = render_article(request.POST.get("body", "")[:BODY_LENGTH])
    return render(
        request, "feed/_preview.html", {"html": html, "title": request.POST.get("title", "")}
    )


@login_required
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """Names of tags that begin like `?q=`; answers JSON."""
    return JsonResponse({"tags": suggested_tags(request.GET.get("q", "")[:NAME_LENGTH])})


@login_required
@require_POST
def upload_image(request: HttpRequest) -> HttpResponse:
    """Take a picture for the running text; answers JSON."""
    upload = request.FILES.get("image")
    if not isinstance(upload, UploadedFile):
        return JsonResponse({"error": _("Choose an image first.")}, status=400)
    try:
        image = images.store_image(
            owner=member_of(request), upload=upload, alt=request.POST.get("alt", "")
        )
    except ImageRefusedError as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"url": image.url, "markdown": f"![{image.alt}]({image.url})"}, status=201)


@login_required
@require_POST
def save_for_later(request: HttpRequest) -> HttpResponse:
    """Keep what stands in a writing form; answers the counter to send next time, 409 if another tab was first."""
    form = AutosaveForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("This form cannot be kept. Reload the page.")}, status=400)
    member, post_pk = member_of(request), form.post_pk()
    post = access.editable_post_for(member, post_pk) if post_pk else None
    try:
        saved = autosave(
            member=member,
            key=form.cleaned_data["autosave_key"],
            post=post,
            fields=request.POST.dict(),
            counter=form.cleaned_data["autosave_counter"] or 0,
        )
    except AutosaveConflictError as error:
        return JsonResponse({"error": str(error), "counter": error.counter}, status=409)
    return JsonResponse({"counter": saved.counter, "saved_at": saved.saved_at.isoformat()})


@login_required
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget unsaved words, and go back to one's posts."""
    discard_autosave(member=member_of(request), key=request.POST.get("autosave_key", "")[:40])
    return redirect("feed:my-posts")
