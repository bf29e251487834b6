"""What a browser remembers of how its reader likes to read: the language, the theme, the size of the text."""

from typing import Final

from django.conf import settings
from django.http import HttpResponse

from accounts.models import TextSize, Theme, User

A_YEAR_SECONDS: Final = 365 * 24 * 3600
# Read by static/js/site.js before the first paint, which is why scripts may see them.
THEME_COOKIE: Final = "theme"
TEXT_SIZE_COOKIE: Final = "text_size"


def remember_choices(response: HttpResponse, member: User) -> None:
    """Make this browser read as the member chose; where he left it open, it keeps its ways."""
    if member.language:
        remember_language(response, member.language)
    if member.theme != Theme.AUTO:
        remember_theme(response, member.theme)
    if member.text_size != TextSize.MEDIUM:
        remember_text_size(response, member.text_size)


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


def remember_theme(response: HttpResponse, theme: str) -> None:
    _remember(response, THEME_COOKIE, "" if theme == Theme.AUTO else theme)


def remember_text_size(response: HttpResponse, size: str) -> None:
    _remember(response, TEXT_SIZE_COOKIE, "" if size == TextSize.MEDIUM else size)


def _remember(response: HttpResponse, name: str, value: str) -> None:
    """Set a cookie for a year; "" forgets it. site.js reads and writes the same name."""
    name = f"{settings.LOOKS_COOKIE_PREFIX}{name}"
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    secure = settings.LANGUAGE_COOKIE_SECURE
    response.set_cookie(name, value, max_age=A_YEAR_SECONDS, secure=secure, samesite="Lax")
