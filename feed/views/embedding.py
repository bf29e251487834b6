"""Posts on other people's pages: the oEmbed provider, and the card that stands in their frame."""

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed import access, shown
from feed.selectors.oembed import MIN_HEIGHT, MIN_WIDTH, as_xml, embedding, post_pk_of

MAX_DIGITS = 5


@kept(query=("url", "format", "maxwidth", "maxheight"))
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """404 for what strangers may not see, 501 for a format beside JSON and XML, 400 for sizes that hold nothing."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return _plain("This format is not known here: ask for json or xml.", status=501)
    width, height = _pixels(request, "maxwidth"), _pixels(request, "maxheight")
    if (width or MIN_WIDTH) < MIN_WIDTH or (height or MIN_HEIGHT) < MIN_HEIGHT:
        return _plain(f"A card takes {MIN_WIDTH} by {MIN_HEIGHT} pixels at least.", status=400)
    post = access.embeddable_post(post_pk_of(request.GET.get("url", "")))
    shows(request, shown.rows([post]))
    told = embedding(post, max_width=width, max_height=height)
    answer: HttpResponse = (
        JsonResponse(told)
        if form == "json"
        else HttpResponse(as_xml(told), content_type="text/xml; charset=utf-8")
    )
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@kept()
@require_safe
@xframe_options_exempt
@csp(  # type: ignore[arg-type]  # its type knows views without arguments only
    {
        "default-src": [NONE],
        "img-src": [SELF],
        "style-src": [SELF],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": ["*"],
    }
)
def card(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The post as a card: no cookie, no script, nobody else's server."""
    post = access.embeddable_post(pk)
    if slug != post.slug:
        return HttpResponsePermanentRedirect(reverse("feed:embed", args=[pk, post.slug]))
    shows(request, shown.rows([post]))
    return render(request, "feed/embed.html", {"post": post})


def _pixels(request: HttpRequest, name: str) -> int | None:
    """A number of pixels; None where none is asked for that can be read."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def _plain(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
