"""A disk that takes nothing more: pictures are refused with words, texts go on, and no half file is left."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from redis.exceptions import ResponseError

from config import redis
from config.engines.valkey import find_binary
from config.testing.disk import no_room
from counting.tokens import make_token
from feed.models import Post
from tests.counting.reporting import BROWSER
from tests.factories import make_category, make_member, make_post, make_upload

pytestmark = pytest.mark.django_db
DOORS = {"CACHE": redis.cache, "BROKER": redis.broker, "EVENTS": redis.events}


@pytest.fixture
def alice(client: Client, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(make_member("alice"))
    client.raise_request_exception = False
    return client


def picture() -> Any:
    """Of more than what fits, however well it is packed."""
    return make_upload(size=(900, 700))


def written(**more: Any) -> dict[str, Any]:
    body = "The dredger is back at quay 7, and stays until the spring tide. " * 3
    return {"title": "Quay 7", "body": body, "category": make_category().pk, "language": "en", "tags": "", "action": "publish"} | more  # fmt: skip


def test_a_post_comes_back_without_its_picture_and_can_be_sent_so(
    alice: Client, settings: Settings
) -> None:
    form = written()

    with no_room():
        refused = alice.post("/write/", form | {"image": picture(), "image_alt": "A dredger"})  # fmt: skip
        by_script = alice.post("/write/images/", {"image": picture()}, headers={"Sec-Fetch-Dest": "empty"})  # fmt: skip
        by_program = alice.post("/api/v1/media/", {"file": picture()})
        sent = alice.post("/write/", form)

    assert refused.status_code == by_script.status_code == 507
    assert (by_program.status_code, by_program.json()["code"]) == (503, "no_room")
    assert "stays until the spring tide" in refused.text
    assert "stored" in by_script.json()["error"]
    assert (sent.status_code, Post.objects.count()) == (302, 1)
    assert [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()] == []


@pytest.fixture
def full_valkey(tmp_path: Path) -> Iterator[str]:
    """The address of a server whose log on disk is full after the first entry."""
    # With `appendfsync always`, as events have it, the server ends, and is as gone as in test_servers_gone.
    told = ["--port", "0", "--unixsocket", f"{tmp_path}/s", "--dir", str(tmp_path), "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--daemonize", "no"]  # fmt: skip
    limited = ["sh", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$0" "$@"', find_binary(), *told]
    server = subprocess.Popen(limited, stdout=subprocess.DEVNULL)
    wait_for(tmp_path / "s")
    yield f"unix://{tmp_path}/s"
    server.kill()
    server.wait()


def wait_for(socket: Path) -> None:
    until = time.monotonic() + 20
    while not socket.exists() and time.monotonic() < until:
        time.sleep(0.02)


def fill(server: redis.Client) -> None:
    """Write until it is refused: while the disk is slow, the server puts its log off for two seconds."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        server.set("filling", "x" * 400)


def test_a_redis_with_a_full_disk_counts_nothing_and_breaks_no_page(
    full_valkey: str, client: Client, settings: Settings, redis_down: None
) -> None:
    for role, door in DOORS.items():
        setattr(settings, f"REDIS_{role}_URL", full_valkey)
        door.cache_clear()
    post = make_post()
    token = make_token("view", subject=post.pk, now=timezone.now())
    with pytest.raises(ResponseError, match="MISCONF"):
        fill(redis.events())

    beacon = client.post(
        "/beacon/", json.dumps({"tokens": [token]}), content_type="text/plain",
        headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    pages = {client.get(page).status_code for page in (post.get_absolute_url(), "/", "/api/v1/posts/")}  # fmt: skip

    assert (beacon.status_code, beacon.headers["Retry-After"]) == (503, "30")
    assert pages == {200}
