"""What the editor asks about a link while somebody writes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from feed.fetching.errors import AddressRefusedError
from feed.forms.links import page_elsewhere
from feed.selectors.links import recent_discussions


@login_required
@never_cache
@require_safe
def check_link(request: HttpRequest) -> HttpResponse:
    """Posts about the page at `?url=` besides `?post=`, or why the address is not taken; a fragment of the form."""
    post = request.GET.get("post", "")[:18]
    try:
        url = page_elsewhere(request.GET.get("url", ""))
    except AddressRefusedError as error:
        return render(request, "feed/_discussed.html", {"problem": str(error)})
    found = recent_discussions(url, besides=int(post) if post.isdecimal() else None)
    return render(request, "feed/_discussed.html", {"discussions": found})
