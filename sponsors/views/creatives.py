"""Handing in creatives, and seeing them where they will stand."""

import re
from typing import Final

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_of
from feed.selectors.public import latest_calm_post
from feed.views.posts import render_post
from sponsors import access
from sponsors.errors import StaleVersionError
from sponsors.forms import SponsorCreativeForm
from sponsors.models import Creative, Flight
from sponsors.page import PreviewSlots
from sponsors.services.review import change_creative, hand_in
from sponsors.sweepers import check_due

# A language that is written from right to left; only the direction matters here.
RIGHT_TO_LEFT: Final = "ar"
THEMES: Final = ("light", "dark")
THEME: Final = re.compile(rb' data-theme="\w*"')
SCRIPT: Final = re.compile(rb"<script\b.*?</script>", re.DOTALL)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a creative for a flight."""
    flight = access.bookable_flight_for(member_of(request), pk)
    form = SponsorCreativeForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, flight)
    creative = hand_in(flight, draft=form.draft())
    return _handed_in(request, creative)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a creative, which then waits for approval again."""
    creative = access.creative_for(member_of(request), pk)
    if request.method != "POST":
        form = SponsorCreativeForm(initial=SponsorCreativeForm.initial_of(creative))
        return _form_page(request, form, creative.flight, creative)
    form = SponsorCreativeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form, creative.flight, creative)
    try:
        changed = change_creative(
            creative, draft=form.draft(), version=form.cleaned_data["version"] or 0
        )
    except StaleVersionError as error:
        form.add_error(None, str(error))
        return _form_page(request, form, creative.flight, creative, status=409)
    return _handed_in(request, changed)


def _form_page(
    request: HttpRequest,
    form: SponsorCreativeForm,
    flight: Flight,
    creative: Creative | None = None,
    *,
    status: int = 0,
) -> HttpResponse:
    context = {"form": form, "flight": flight, "creative": creative}
    code = status or (422 if form.errors else 200)
    return render(request, "sponsors/creative_form.html", context, status=code)


def _handed_in(request: HttpRequest, creative: Creative) -> HttpResponse:
    check_due.delay_on_commit()
    messages.success(request, _("Handed in. It runs as soon as it is approved."))
    return redirect("sponsors:creative-preview", pk=creative.pk)


@login_required
@never_cache
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A creative in a real article: on a wide and a narrow screen, in light and dark, in both directions."""
    creative = access.creative_for(member_of(request), pk)
    page = render(request, "sponsors/preview.html", {"creative": creative})
    page._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return page


@login_required
@never_cache
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # takes any view
@require_safe
def frame(request: HttpRequest, pk: int, theme: str, direction: str) -> HttpResponse:
    """The article of a preview; nothing in it counts, since the frame runs no script."""
    creative = access.creative_for(member_of(request), pk)
    post = latest_calm_post()
    if post is None:
        return render(request, "sponsors/preview_empty.html")
    request.sponsor_slots = PreviewSlots(creative)  # type: ignore[attr-defined]
    language = RIGHT_TO_LEFT if direction == "rtl" else translation.get_language()
    with translation.override(language):
        page = render_post(request, post)
    chosen = theme if theme in THEMES else THEMES[0]
    themed = THEME.sub(f' data-theme="{chosen}"'.encode(), page.content, count=1)
    page.content = SCRIPT.sub(b"", themed)
    return page
