"""Requests that make something, safe to send again: the header Idempotency-Key."""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
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
Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Handler:
    """A creating method of a viewset; with an Idempotency-Key the same request makes one thing and gets one answer."""

    @wraps(handler)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None or not isinstance(request.user, User):
            return handler(view, request, *args, **kwargs)
        if not KEY.match(key):
            raise UnsupportedKeyError("An Idempotency-Key is 1 to 255 visible ASCII characters.")

        def deed() -> Answer:
            made = handler(view, request, *args, **kwargs)
            plain = json.loads(json.dumps(made.data, cls=JSONEncoder))
            return Answer(made.status_code, plain, made.headers.get("Location", ""))

        return _answer(request, key, deed)

    return once


def _answer(request: Request, key: str, deed: Callable[[], Answer]) -> Response:
    member = request.user
    assert isinstance(member, User)  # noqa: S101  (the caller has asked)
    try:
        answer = answer_once(member=member, key=key, fingerprint=_fingerprint(request), deed=deed)
    except OtherRequestError as error:
        raise UnsupportedKeyError(str(error)) from error
    headers = {"Location": answer.location} if answer.location else {}
    if answer.is_repeated:
        headers["Idempotent-Replayed"] = "true"
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
