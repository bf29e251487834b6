"""What Schemathesis, which runs in a process of its own, is told of the site: tokens, and addresses to come from."""

import os
from itertools import cycle
from typing import Any

import schemathesis

# Many of each, so that no limit is reached: limits are per token and per address.
tokens = cycle(os.environ.get("FUZZ_TOKENS", "").split())
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
