"""The token of a form, as Django makes and reads it, at a third of the cost. A leaf: imports nothing of ours.

Django masks the secret of the cookie anew for each page, so that nobody can guess it from the size of compressed pages, and asks the
system for chance once for each of the 32 letters of the mask.
"""

from secrets import token_bytes
from typing import Final

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH, get_token

LETTERS: Final = len(CSRF_ALLOWED_CHARS)
PLACES: Final = {letter: place for place, letter in enumerate(CSRF_ALLOWED_CHARS)}
# Of 64 values that six bits have, 62 are letters: as many bytes as bring enough but once in more tries than there will be.
CHANCE_BYTES: Final = 2 * CSRF_SECRET_LENGTH


def form_token(request: HttpRequest) -> str:
    """As `get_token`: the cookie is sent with this answer, and a secret is made for who has none."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return _masked(secret)


def _masked(secret: str) -> str:
    """The mask, then each letter of the secret moved on by that of the mask."""
    mask = _places()
    cipher = [(PLACES[letter] + by) % LETTERS for letter, by in zip(secret, mask, strict=True)]
    return "".join([CSRF_ALLOWED_CHARS[place] for place in (*mask, *cipher)])


def _places() -> list[int]:
    """Places of letters, each as likely as any other."""
    while True:
        drawn = [byte & 63 for byte in token_bytes(CHANCE_BYTES)]
        found = [place for place in drawn if place < LETTERS][:CSRF_SECRET_LENGTH]
        if len(found) == CSRF_SECRET_LENGTH:
            return found
