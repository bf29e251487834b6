"""Entity tags: what a reader need not read again, and what an editor must have read."""

import hashlib
from typing import Any, Final

from django.http import HttpRequest
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import PreconditionFailedError, PreconditionRequiredError

DIGEST_LENGTH: Final = 20
ANY: Final = "*"


def version_of(*parts: object) -> str:
    """A short name for one state of the words of something."""
    return _digest("\0".join(map(str, parts)).encode())


def tag_answer(request: Request, response: Response, *, version: str = "") -> None:
    """Give a good answer its ETag, and answer 304 to who has it already.

    The tag is `"version.digest"`: the digest of the whole answer, so that a new count shows, and before it the version
    of the words, which is all that an edit compares.
    """

    def conditional(rendered: Any) -> Any:
        digest = _digest(rendered.content)
        tag = f'"{version}.{digest}"' if version else f'"{digest}"'
        rendered.headers["ETag"] = tag
        asked: HttpRequest = request._request
        if request.method not in ("GET", "HEAD"):
            return None
        return get_conditional_response(_without_if_match(asked), etag=tag, response=rendered)

    response.add_post_render_callback(conditional)


def require_match(request: Request, *, version: str) -> None:
    """Let an edit go on only if it was made on the present words.

    Raises:
        PreconditionRequiredError, PreconditionFailedError: no If-Match; the words are others by now.
    """
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise PreconditionRequiredError
    if sent == ANY:
        return
    versions = {tag.removeprefix("W/").strip('"').partition(".")[0] for tag in parse_etags(sent)}
    if version not in versions:
        raise PreconditionFailedError


def _without_if_match(request: HttpRequest) -> HttpRequest:
    """If-Match is for edits; on a read it would compare the whole answer."""
    request.META.pop("HTTP_IF_MATCH", None)
    return request


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]
