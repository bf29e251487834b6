"""An OpenID Connect server that exists: what it says is taken only where it says it to us, under its own name."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from pytest_django import Settings

from config.social import OpenIDServer, social_providers

pytestmark = pytest.mark.django_db

BACK = "/accounts/oidc/club/login/callback/"


class Club(ThreadingHTTPServer):
    """`token`: what differs in its ID tokens; `description`: in what it says of itself; `status`: of all its answers.

    `nonce`: as the site sent it; `key`, `header`: what ID tokens are signed with, and say of it; `member`: whom it tells of.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.name = f"http://127.0.0.1:{self.server_port}"
        self.token: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.status = 200
        self.nonce, self.member = "", "42"
        self.own_key = self.key = ec.generate_private_key(ec.SECP256R1())
        self.header: dict[str, Any] = {"alg": "ES256", "kid": "1"}

    def say(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            doors = {f"{door}_endpoint": f"{self.name}/{door}" for door in ("authorization", "token", "userinfo")}  # fmt: skip
            return {"issuer": self.name, "jwks_uri": f"{self.name}/keys"} | doors | self.description
        if path == "/token":
            claims = {"iss": self.name, "aud": "our-id", "sub": "42", "exp": time.time() + 60, "nonce": self.nonce} | self.token  # fmt: skip
            return {"access_token": "x", "token_type": "Bearer"} | self.signed(claims)
        if path == "/keys":
            public = jwt.algorithms.ECAlgorithm.to_jwk(self.own_key.public_key(), as_dict=True)
            return {"keys": [public | {"kid": "1", "alg": "ES256"}]}
        return {"sub": self.member, "email": "alice@example.org"}

    def signed(self, claims: dict[str, Any]) -> dict[str, str]:
        """The ID token, or none where the header is empty."""
        if not self.header:
            return {}
        algorithm = self.header["alg"]
        key = {"none": "", "HS256": "a key of thirty-two letters, or more"}.get(algorithm, self.key)
        return {"id_token": jwt.encode(claims, key, algorithm=algorithm, headers=self.header)}


class Answers(BaseHTTPRequestHandler):
    server: Club

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps(self.server.say(self.path)).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_words: object) -> None:
        """Nothing."""


@pytest.fixture
def club(settings: Settings) -> Iterator[Club]:
    with Club() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        written_down = OpenIDServer("club", "The Club", server.name, "our-id", "our-secret")
        settings.SOCIALACCOUNT_PROVIDERS = social_providers([written_down], None)
        yield server
        server.shutdown()


def came_back(browser: Client, club: Club) -> Any:
    """The answer to who was sent to the club and comes back with a code; or to the sending, where that failed."""
    sent = browser.post("/accounts/oidc/club/login/")
    if sent.status_code != 302:
        return sent
    asked = parse_qs(urlsplit(sent["Location"]).query)
    (club.nonce,) = asked["nonce"]
    return browser.get(BACK, {"code": "c", "state": asked["state"][0]})


def test_a_token_is_taken_only_from_the_server_that_was_written_down_and_for_us(club: Club) -> None:
    welcome = came_back(Client(), club)
    assert (welcome.status_code, welcome["Location"]) == (302, "/accounts/3rdparty/signup/")

    for token, description in (
        ({"aud": "another-site"}, {}),
        ({"aud": ["another-site"]}, {}),
        ({"iss": "https://evil.example.org"}, {}),
        ({"exp": 1}, {}),
        ({"nonce": "of another sign-in"}, {}),
        ({"nonce": None}, {}),
        ({"sub": "43"}, {}),
        ({"iss": "https://evil.example.org"}, {"issuer": "https://evil.example.org"}),
        ({}, {"issuer": f"{club.name}.evil.example.org"}),
        ({}, {"issuer": None}),
    ):
        club.token, club.description = token, description
        refused = came_back(Client(), club)
        assert refused.status_code == 401, (token, description)
        assert "did not confirm who you are" in refused.text

    club.token, club.description = {"iss": f"{club.name}/"}, {"issuer": f"{club.name}/"}
    assert came_back(Client(), club).status_code == 302


def test_a_token_is_taken_only_with_the_signature_of_the_servers_key(club: Club) -> None:
    for header in ({"alg": "none"}, {"alg": "HS256", "kid": "1"}, {"alg": "ES256", "kid": "2"}, {"alg": "ES256"}, {}):  # fmt: skip
        club.header = header
        assert came_back(Client(), club).status_code == 401, header
    club.header = {"alg": "ES256", "kid": "1"}
    club.key = ec.generate_private_key(ec.SECP256R1())
    assert came_back(Client(), club).status_code == 401

    club.key = club.own_key
    assert came_back(Client(), club).status_code == 302


def test_a_server_that_is_away_is_no_error_of_ours(club: Club) -> None:
    club.status = 500
    failing = came_back(Client(), club)
    club.shutdown()
    club.server_close()
    gone = came_back(Client(), club)

    for answer in (failing, gone):
        assert answer.status_code == 401
        assert "Try again, or sign in another way." in answer.text
