"""What a stranger asks for: all that may change the bytes of a page, and nothing else of the request."""

from functools import lru_cache
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils import translation

Environ = dict[str, Any]

# What senders of links append so that they can follow who clicked; no page of ours differs by it.
FOLLOWERS: Final = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref", "ref_src", "yclid")
)
MAX_QUERY_LENGTH: Final = 1_000
# Headers that ask for something else than the page: a member's answer, a part of it, leave for a page elsewhere.
SPECIAL: Final = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_ORIGIN", "HTTP_RANGE")


class Wanted(NamedTuple):
    """The key of a kept page. `query`: normalised, "" for none."""

    host: str
    path: str
    query: str
    language: str


def wanted_by(environ: Environ) -> Wanted | None:
    """The page that a stranger asks for; None where the request is a member's, or for something else."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    path = environ["PATH_INFO"]
    cookies = environ.get("HTTP_COOKIE", "")
    if path.startswith(_not_pages()) or any(name in environ for name in SPECIAL):
        return None
    host = environ.get("HTTP_HOST", "")
    if _is_somebodys(cookies) or not _is_ours(host) or not _is_secure_enough(environ):
        return None
    query = environ.get("QUERY_STRING", "")
    normalised = _normalised(query) if query else ""
    if normalised is None:
        return None
    chosen = _chosen_language(cookies) if cookies else ""
    language = _language(chosen, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return Wanted(host.lower(), path, normalised, language)


def names_in(query: str) -> frozenset[str]:
    return frozenset(name for name, _value in parse_qsl(query, keep_blank_values=True))


@lru_cache(maxsize=1)
def _not_pages() -> tuple[str, ...]:
    return (f"/{settings.STATIC_URL.strip('/')}/", f"/{settings.MEDIA_URL.strip('/')}/")


def _is_somebodys(cookies: str) -> bool:
    """A session, or a message that waits to be shown, belongs to one reader."""
    return bool(cookies) and (
        f"{settings.SESSION_COOKIE_NAME}=" in cookies or "messages=" in cookies
    )


@lru_cache(maxsize=64)
def _is_ours(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_secure_enough(environ: Environ) -> bool:
    """Plain HTTP is answered by Django, with a redirect, where the site has HTTPS."""
    if not settings.SECURE_SSL_REDIRECT or environ.get("wsgi.url_scheme") == "https":
        return True
    header = settings.SECURE_PROXY_SSL_HEADER
    return header is not None and environ.get(header[0]) == header[1]


@lru_cache(maxsize=256)
def _normalised(query: str) -> str | None:
    """Names in order, without those that follow readers; None where it is too long or not to be read."""
    if len(query) > MAX_QUERY_LENGTH or "%00" in query:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError:
        return None
    kept = [
        (name, value)
        for name, value in pairs
        if name not in FOLLOWERS and not name.startswith("utm_")
    ]
    return urlencode(sorted(kept, key=lambda pair: pair[0]))


@lru_cache(maxsize=256)
def _chosen_language(cookies: str) -> str:
    """What the reader's browser remembers; "" for nothing."""
    for cookie in cookies.split(";"):
        name, _equals, value = cookie.strip().partition("=")
        if name == settings.LANGUAGE_COOKIE_NAME:
            return value
    return ""


@lru_cache(maxsize=1024)
def _language(chosen: str, accepted: str) -> str:
    """The language of the page, by Django's own rules."""
    request = HttpRequest()
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = chosen
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return translation.get_language_from_request(request)
