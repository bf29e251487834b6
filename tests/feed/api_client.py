"""A program with a token."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import Scope, User
from accounts.services.personal_tokens import make_token

ROOT = "/api/v1/"


class Program:
    """Speaks JSON with a token of `member`; answers are responses of Django's test client."""

    def __init__(self, member: User | None, *scopes: Scope) -> None:
        self.client = Client()
        self.headers: dict[str, str] = {}
        if member:
            _token, key = make_token(
                member=member, name="test", scopes=scopes or Scope, lifetime=timedelta(days=1)
            )
            self.headers["Authorization"] = f"Bearer {key}"

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """`headers`: names with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        body = data if isinstance(data, bytes) else json.dumps(data) if data is not None else ""
        return self.client.generic(
            method, ROOT + path, body, content_type="application/json", headers=self.headers | sent
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.send("POST", path, data, **headers)

    def patch(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.send("PATCH", path, data, **headers)

    def put(self, path: str, data: Any = None) -> Any:
        return self.send("PUT", path, data)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)
