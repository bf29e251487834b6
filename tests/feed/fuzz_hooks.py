"""What Schemathesis, which runs in a process of its own, is told of the site: tokens, and addresses to come from."""

import os
from itertools import cycle
from typing import Any

import schemathesis

# Many of each, so that no limit is reached: limits are per token and per address.
tokens = cycle(os.environ.get("FUZZ_TOKENS", "").split())
# Those tokens' own ids: who revoked one would go on as nobody.
own_ids = set(os.environ.get("FUZZ_TOKEN_IDS", "").split())
TOKEN = "/api/v1/account/tokens/{id}/"
NO_ID = 2**40
turns = cycle((True, True, False))
addresses = cycle(f"198.51.100.{number}" for number in range(1, 255))

if os.environ.get("FUZZ_TOKENS"):

    @schemathesis.auth(refresh_interval=None)
    class TokenAuth:
        """The next token of the one member who asks."""

        def get(self, _case: Any, _context: Any) -> str:
            return next(tokens)

        def set(self, case: Any, data: str, _context: Any) -> None:
            case.headers = case.headers or {}
            case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    case.headers = case.headers or {}
    case.headers["X-Forwarded-For"] = next(addresses)
    if "If-Match" in case.headers and next(turns):
        case.headers["If-Match"] = "*"  # no made-up tag is the right one
    if case.path == TOKEN and str((case.path_parameters or {}).get("id")) in own_ids:
        case.path_parameters["id"] = NO_ID
