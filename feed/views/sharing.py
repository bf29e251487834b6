"""Telling others about a post."""

from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from feed import access
from feed.errors import NotFoundError
from feed.forms.sharing import MastodonForm
from feed.models import Post
from feed.selectors.linked_data import absolute


# Browsers apply `form-action` to where a form's answer leads, too.
@csp_update({"form-action": [SELF, "https:"]})  # type: ignore[arg-type]  # takes any view
@never_cache
@require_safe
def mastodon(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reader's server, then lead there.

    Only our own form leads away: a link from elsewhere that names a server opens the form with it, so that the
    address of this page lends nobody our good name.
    """
    post = access.post_for(request.user, pk)
    if not post.is_live:
        raise NotFoundError
    form = MastodonForm(request.GET if "server" in request.GET else None)
    if form.is_bound and form.is_valid() and _comes_from_here(request):
        return redirect(_share_page(form.cleaned_data["server"], post))
    context = {"form": form, "post": post}
    return render(request, "feed/share_mastodon.html", context, status=422 if form.errors else 200)


def _share_page(server: str, post: Post) -> str:
    text = f"{post.title} {absolute(post.get_absolute_url())}"
    return f"https://{server}/share?{urlencode({'text': text})}"


def _comes_from_here(request: HttpRequest) -> bool:
    """Fetch metadata where the browser sends it, else the referrer, which our pages send to this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    here = (f"{request.scheme}://{request.get_host()}/", f"{settings.BASE_URL}/")
    return request.headers.get("Referer", "").startswith(here)
