"""What is told of an error to Sentry names nobody, and nothing is told unless somebody asked for it."""

import gzip
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import brotli
import pytest

from config.bootstrap import ROOT
from config.errors import SettingsError
from config.sentry import report_errors, strip

ERROR = "not once\nDETAIL:  Key (email)=(alice@example.org) already exists."
EVENT = {
    "transaction": "feed:post",
    "user": {"ip_address": "198.51.100.7"},
    "server_name": "alices-machine",
    "breadcrumbs": {"values": [{"message": "SELECT alice"}]},
    "extra": {"sys.argv": ["alice"]},
    "request": {"method": "POST", "url": "https://news.example.org/members/alice/", "query_string": "q=alice", "data": "alice", "headers": {"Cookie": "alice"}},
    "logentry": {"message": "no mail to %s", "formatted": "no mail to alice", "params": ["alice"]},
    "exception": {"values": [{"type": "IntegrityError", "value": ERROR}]},
}  # fmt: skip

# A view and a task that fail with all that they know of Alice, in a process of its own: the least that is Django and Celery.
FAILING = """
import logging, sys
import django
from celery import Celery
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from config.sentry import report_errors

settings.configure(ROOT_URLCONF="__main__", ALLOWED_HOSTS=["*"])
report_errors(sys.argv[1], environment="test")
django.setup()
app = Celery("failing", broker="memory://")

def fail(request: HttpRequest, handle: str) -> HttpResponse:
    address = request.POST["email"]
    logging.getLogger("feed").error("no mail to %s", address)
    raise ValueError(f"nobody has {address}")

def calm(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sorry", status=500)

@app.task(name="tell")
def tell(address: str) -> None:
    raise KeyError(address)

urlpatterns = [path("failing/<str:handle>/", fail)]
handler500 = calm

from django.test import Client
sent = {"email": "alice@example.org", "body": "alice wrote this"}
told = {"HTTP_USER_AGENT": "alice-browser", "HTTP_REFERER": "https://alice.example/", "HTTP_AUTHORIZATION": "Bearer alice-token"}
browser = Client(raise_request_exception=False, headers={"Cookie": "sessionid=alice-session"})
browser.post("/failing/alice/?q=alice", sent, REMOTE_ADDR="198.51.100.7", secure=True, **told)
tell.apply(args=["alice@example.org"])
import sentry_sdk
sentry_sdk.flush(timeout=10)
"""


class Receiver(BaseHTTPRequestHandler):
    """Takes what Sentry's library sends."""

    got: list[bytes]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        opened = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("Content-Encoding", ""), bytes)  # fmt: skip
        self.got.append(opened(body))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words: object) -> None:
        """Nothing."""


def events_in(envelope: bytes) -> list[dict[str, Any]]:
    """An envelope is a line about itself, then a line about each thing and the thing, which its library writes on one line."""
    lines = envelope.splitlines()[1:]
    things = zip(lines[::2], lines[1::2], strict=True)
    return [json.loads(thing) for about, thing in things if json.loads(about)["type"] == "event"]


def test_errors_reach_sentry_and_nobody_is_named() -> None:
    class Here(Receiver):
        got: list[bytes] = []

    with ThreadingHTTPServer(("127.0.0.1", 0), Here) as there:
        threading.Thread(target=there.serve_forever, daemon=True).start()
        dsn = f"http://key@127.0.0.1:{there.server_port}/1"
        done = subprocess.run([sys.executable, "-c", FAILING, dsn], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
        there.shutdown()

    events = [event for envelope in Here.got for event in events_in(envelope)]
    kinds = {event["exception"]["values"][-1]["type"]: event for event in events if "exception" in event}  # fmt: skip
    assert set(kinds) == {"ValueError", "KeyError"}, done.stderr
    assert kinds["ValueError"]["transaction"] == "/failing/{handle}/"
    assert kinds["KeyError"]["transaction"] == "tell"
    assert "fail" in {frame["function"] for frame in kinds["ValueError"]["exception"]["values"][-1]["stacktrace"]["frames"]}  # fmt: skip
    assert [event["logentry"] for event in events if "logentry" in event] == [{"message": "no mail to %s"}]  # fmt: skip
    everything = b"".join(Here.got).lower()
    assert all(word not in everything for word in (b"alice", b"198.51", b"example.org"))


def test_nobody_is_named() -> None:
    told = strip(dict(EVENT))

    assert "alice" not in str(told)
    assert "198.51" not in str(told)
    assert told["transaction"] == "feed:post"
    assert told["request"] == {"method": "POST"}
    assert told["exception"]["values"] == [{"type": "IntegrityError", "value": ""}]
    assert told["logentry"] == {"message": "no mail to %s"}


def test_without_the_setting_nothing_is_loaded() -> None:
    report_errors("", environment="production")

    assert "sentry_sdk" not in sys.modules


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    with pytest.raises(SettingsError, match="--group sentry"):
        report_errors("https://key@sentry.example.org/1", environment="production")
