"""The language a browser remembers."""

from django.conf import settings
from django.http import HttpResponse

A_YEAR_SECONDS = 365 * 24 * 3600


def remember_language(response: HttpResponse, code: str) -> None:
    """Make the browser ask for `code` from the next request on; "" leaves it to negotiation again."""
    if not code:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, path=settings.LANGUAGE_COOKIE_PATH)
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=A_YEAR_SECONDS,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
