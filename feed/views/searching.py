"""Search: what stands around the results is the same for all who look alike, and rendered once."""

from typing import Final
from urllib.parse import quote_plus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from config.freshness import kept, shows
from feed import shown
from feed.models import Post
from feed.selectors.head import search_head
from feed.selectors.pages import Page
from feed.selectors.search import clean_query, search_posts
from feed.views.lists import AFTER, cursor_of
from feed.views.sheets import Own, Pieces, Sheet, filled, printed, shared_sheet

# Stand where the words go that were searched for, the same as they stand in addresses, and the results.
WORDS, ASKED = "\N{NULL}words\N{NULL}", "\N{NULL}asked\N{NULL}"
FOUND: Final = SafeString("\N{NULL}found\N{NULL}")


@kept(query=("q", AFTER))
@require_safe
def search_results(request: HttpRequest) -> HttpResponse:
    query = clean_query(request.GET.get("q", ""))
    results = (
        search_posts(query, visitor=request.user, cursor=cursor_of(request)) if query else None
    )
    shows(request, shown.POSTS, shown.rows(results.rows if results else ()))
    is_asked, has_found = bool(query), bool(results)

    def make(asked: HttpRequest) -> Sheet:
        words, address = (WORDS, ASKED) if is_asked else ("", "")
        context = {
            "query": words,
            "found": FOUND if has_found else "",
            "head": search_head(words, asked=address),
        }
        return Sheet(printed(asked, "feed/search.html", context))

    sheet = shared_sheet(request, ("search", is_asked, has_found), make)
    return filled(request, sheet.pieces, own=_own(query, results), unread=None)


def _own(query: str, results: Page[Post] | None) -> Own:
    shown_results = {"query": query, "results": results}
    return {
        WORDS: Pieces.whole(escape(query)),
        ASKED: Pieces.whole(quote_plus(query)),
        FOUND: Pieces.whole(render_to_string("feed/_found.html", shown_results) if results else ""),
    }
