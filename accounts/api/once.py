"""Requests that make something, safe to send again: the header Idempotency-Key."""

import hashlib
import json
import re
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from accounts.api.problems import UnsupportedKeyError
from accounts.errors import OtherRequestError
from accounts.models import User
from accounts.services.kept_answers import Answer, answer_once

KEY: Final = re.compile(r"[\x21-\x7e]{1,255}\Z")
REPLAYED: Final = "Idempotent-Replayed"
Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """A creating method of a viewset; with an Idempotency-Key the same request makes one thing and gets one answer."""
    return _once(handler, untold=())


def idempotent_but(*untold: str) -> Callable[[Handler], Handler]:
    """As `idempotent`; these fields are told once, so they are not kept, and "" in a repeated answer."""
    return partial(_once, untold=untold)


def _once(handler: Handler, *, untold: tuple[str, ...]) -> Handler:
    @wraps(handler)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None or not isinstance(request.user, User):
            return handler(view, request, *args, **kwargs)
        if not KEY.match(key):
            raise UnsupportedKeyError("An Idempotency-Key is 1 to 255 visible ASCII characters.")
        told: dict[str, Any] = {}

        def deed() -> Answer:
            made = handler(view, request, *args, **kwargs)
            plain = json.loads(json.dumps(made.data, cls=JSONEncoder))
            told.update({name: plain[name] for name in untold})
            kept = plain | dict.fromkeys(untold, "") if untold else plain
            return Answer(made.status_code, kept, made.headers.get("Location", ""), view.version)

        answer = _answer(view, request, key, deed)
        if told:
            answer.data |= told
        return answer

    return once


def _answer(view: Any, request: Request, key: str, deed: Callable[[], Answer]) -> Response:
    member = request.user
    assert isinstance(member, User)  # noqa: S101  (the caller has asked)
    try:
        answer = answer_once(member=member, key=key, fingerprint=_fingerprint(request), deed=deed)
    except OtherRequestError as error:
        raise UnsupportedKeyError(str(error)) from error
    view.version = answer.version
    headers = {"Location": answer.location} if answer.location else {}
    if answer.is_repeated:
        headers[REPLAYED] = "true"
    return Response(answer.body, status=answer.status, headers=headers)


def _fingerprint(request: Request) -> str:
    """Of method, address and what was sent: the parsed values, so that white space does not matter."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for name in sorted(request.data):
        value = request.data[name]
        if isinstance(value, UploadedFile):
            digest.update(name.encode())
            for chunk in value.chunks():
                digest.update(chunk)
            value.seek(0)
        else:
            digest.update(json.dumps([name, value], sort_keys=True).encode())
    return digest.hexdigest()
