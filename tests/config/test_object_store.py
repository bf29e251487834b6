"""Uploads in a bucket: before a real server in its own process that speaks S3 and checks each signature (docs/adr/0033)."""

import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.storage.handler import StorageHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import DataExport
from accounts.services import exporting
from benchmarks.behind_nginx import DEPLOYED
from config.backup import _pack, _unpack
from config.bucket import BREAKERS, StoreAwayError
from config.environment import read_environment
from config.errors import SettingsError
from config.object_store import ObjectStore, buckets, folders, object_store, upload_storages
from config.preflight.advice import ADVICE
from config.readiness import examine_all
from config.storage import WholeFiles, every_file
from feed.models import Image
from feed.services.images import store_image
from tests.accounts.test_exporting import made_for, sign_in
from tests.factories import make_category, make_member, make_upload
from tests.in_front import HOST, TRUSTING, free_ports, needs_nginx, nginx_before, running

BUCKET: Final = "uploads"
SECRET: Final = "a/secret"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """One for all tests; a bucket is a folder of its, an object a file."""
    folder = tmp_path_factory.mktemp("store")
    (folder / BUCKET).mkdir()
    (port,) = free_ports(1)
    command = [str(Path(sys.executable).with_name("nanio")), "serve", f"--data-dir={folder}", "--host=127.0.0.1", f"--port={port}"]  # fmt: skip
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("NANIO_ACCESS_KEY", "site")
        changed.setenv("NANIO_SECRET_KEY", SECRET)
        with running(command, folder, port):
            yield ObjectStore(f"http://127.0.0.1:{port}", BUCKET, "site", SECRET)


@pytest.fixture
def store(server: ObjectStore, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:  # fmt: skip
    """The site keeps its uploads there; nothing is left of the test before."""
    settings.OBJECT_STORE = server
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.STORAGES = settings.STORAGES | buckets(server)
    monkeypatch.setattr(DataExport._meta.get_field("file"), "storage", storages["private"])
    for storage in (default_storage, storages["private"]):
        for name in list(every_file(storage)):
            storage.delete(name)
    BREAKERS.clear()
    return server


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("s3://user:password@s3.example.org/pictures", ("https://s3.example.org", "pictures", "us-east-1")),
        ("s3+http://user:password@store:9000/pictures?region=garage", ("http://store:9000", "pictures", "garage")),
    ],
)  # fmt: skip
def test_a_store_is_one_address(value: str, found: tuple[str, ...]) -> None:
    store = object_store(value)

    assert (store.endpoint, store.bucket, store.region) == found
    assert (store.key, store.secret) == ("user", "password")
    assert "password" not in repr(store)


@pytest.mark.parametrize("value", ["hidden", "https://user:password@hidden/b", "s3://hidden/b", "s3://user:password@hidden", "s3://user:password@hidden/b/c", "s3://user:password@hidden/b?zone=x"])  # fmt: skip
def test_a_malformed_store_is_told_without_its_secret(value: str) -> None:
    with pytest.raises(SettingsError, match="BROADSHEET_OBJECT_STORE: write s3://user:password@host/bucket") as told:  # fmt: skip
        read_environment({"BROADSHEET_ENV": "test", "BROADSHEET_OBJECT_STORE": value})

    assert "hidden" not in str(told.value)


def test_what_is_stored_comes_back_and_no_name_is_taken_twice(store: ObjectStore) -> None:
    large = os.urandom(9_000_000)  # sent in parts

    names = [default_storage.save("images/a.webp", ContentFile(data)) for data in (b"one", large)]

    assert names[0] == "images/a.webp" != names[1]
    assert [default_storage.size(name) for name in names] == [3, len(large)]
    with default_storage.open(names[1]) as file:
        assert file.read() == large
    assert file.open().read(3) == large[:3]
    assert list(every_file(default_storage)) == sorted(names)
    assert default_storage.url(names[0]) == "/media/images/a.webp"
    default_storage.delete(names[0])
    assert not default_storage.exists(names[0])
    with pytest.raises(FileNotFoundError):
        default_storage.open(names[0])
    with pytest.raises(ValueError, match="no address"):
        storages["private"].url("exports/a.zip")


@pytest.mark.django_db
def test_pictures_of_a_post_and_a_member_live_in_the_bucket(store: ObjectStore, client: Client, settings: Settings) -> None:  # fmt: skip
    client.force_login(make_member("alice"))
    body = "The dredger is back at quay 7, and stays until the spring tide. " * 3
    form = {"title": "Quay 7", "body": body, "category": make_category().pk, "language": "en", "tags": "", "action": "publish", "image": make_upload(), "image_alt": "A dredger"}  # fmt: skip

    sent = client.post("/write/", form)
    image = Image.objects.get()
    page = client.get(sent["Location"])
    picture = client.get(image.file.url)

    assert f'"{image.file.url}' in page.text
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert b"".join(picture)[8:12] == b"WEBP"
    assert client.get(image.file.url.replace("images/", "images//")).status_code == 404
    assert client.get("/media/images/none.webp").status_code == 404
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.django_db
def test_private_files_go_to_their_member_alone(store: ObjectStore, client: Client) -> None:
    export = made_for(sign_in(client, has_proved=True))

    sent = client.get("/settings/data/export/download/")

    assert list(every_file(storages["private"])) == [export.file.name]
    assert sent["Content-Length"] == str(export.size)
    assert b"".join(sent)[:2] == b"PK"
    assert client.get(f"/media/{export.file.name}").status_code == 404
    assert client.get(f"/media/../private/{export.file.name}").status_code == 400
    exporting.forget_expired(now=export.expires_at)
    assert list(every_file(storages["private"])) == []


def test_a_backup_has_the_objects_and_brings_them_back(store: ObjectStore, tmp_path: Path) -> None:
    default_storage.save("images/a.webp", ContentFile(b"picture"))
    default_storage.save("images/b.webp", ContentFile(b"another"))

    assert _pack(default_storage, tmp_path / "media.tar") == 2
    default_storage.delete("images/a.webp")
    _unpack(tmp_path / "media.tar", default_storage)

    assert sorted(every_file(default_storage)) == ["images/a.webp", "images/b.webp"]
    with default_storage.open("images/a.webp") as file:
        assert file.read() == b"picture"


def test_files_move_into_the_bucket_and_back(store: ObjectStore, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    here = StorageHandler(folders(settings.PRIVATE_ROOT))
    here["default"].save("images/a.webp", ContentFile(b"a"))
    here["default"].save("avatars/b.webp", ContentFile(b"bb"))
    here["private"].save("exports/c.zip", ContentFile(b"ccc"))
    default_storage.save("avatars/b.webp", ContentFile(b"cut"))

    call_command("move_media", "bucket")
    call_command("move_media", "bucket", "--remove")
    assert list(every_file(here["default"])) == list(every_file(here["private"])) == []
    call_command("move_media", "folders", "--remove")

    assert capsys.readouterr().out.splitlines() == [
        "pictures: 2 written, 0 were there.", "private files: 1 written, 0 were there.",
        "pictures: 0 written, 2 were there.", "private files: 0 written, 1 were there.",
        "pictures: 2 written, 0 were there.", "private files: 1 written, 0 were there.",
    ]  # fmt: skip
    assert list(every_file(default_storage)) == []
    assert (settings.MEDIA_ROOT / "avatars/b.webp").read_bytes() == b"bb"
    assert (settings.PRIVATE_ROOT / "exports/c.zip").read_bytes() == b"ccc"


@pytest.fixture
def site(settings: Settings) -> Iterator[int]:
    """Its port: the site as a web process runs it, in a thread; Django's own live server answers for /media/ itself."""
    settings.ALLOWED_HOSTS = [HOST]
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Web) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


class Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_words: Any) -> None:
        """Nothing."""


class Web(Quiet, WSGIRequestHandler):
    """What takes requests for the site."""


@needs_nginx
def test_nginx_keeps_what_a_web_process_fetched_once(store: ObjectStore, site: int) -> None:
    default_storage.save("images/a.webp", ContentFile(b"picture"))
    default_storage.save("images/evil.html", ContentFile(b"<script>"))

    with nginx_before(site, **{"include media.conf": f"include {DEPLOYED}/media.store.conf"}) as nginx:  # fmt: skip

        def answer(path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
            line = HTTPSConnection("127.0.0.1", nginx.port, context=TRUSTING, timeout=10)
            line.request("GET", path, headers={"Host": HOST} | headers)
            found = line.getresponse()
            return found.status, found.read(), dict(found.getheaders())

        missing = answer("/media/images/b.webp")
        status, body, headers = answer("/media/images/a.webp")
        page = answer("/media/images/evil.html")[2]
        default_storage.delete("images/a.webp")
        again = answer("/media/images//%61.webp?x=1", Cookie="sessionid=x")
        part = answer("/media/images/a.webp", Range="bytes=0-2")

    assert missing[:2] == (404, b"")
    assert (status, body, again[:2], part[:2]) == (200, b"picture", (200, b"picture"), (206, b"pic"))  # fmt: skip
    assert headers["Content-Type"] == again[2]["Content-Type"] == "image/webp"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"  # fmt: skip
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "Vary" not in headers
    assert page["Content-Type"] == "application/octet-stream"


@pytest.mark.django_db
def test_what_no_row_names_goes_after_two_days(store: ObjectStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    image = store_image(owner=make_member("alice"), upload=make_upload())
    kept = [*every_file(default_storage)]
    default_storage.save("avatars/gone.webp", ContentFile(b"left behind"))

    call_command("orphans", "--remove")
    monkeypatch.setattr("config.orphans.PATIENCE", timedelta(0))
    call_command("orphans", "--remove")

    assert capsys.readouterr().out.splitlines() == ["0 removed.", "avatars/gone.webp", "1 removed."]
    assert [*every_file(default_storage)] == kept
    assert image.file.name in kept


def test_a_move_that_is_broken_off_goes_on(server: ObjectStore, settings: Settings, tmp_path: Path) -> None:  # fmt: skip
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    WholeFiles(settings.MEDIA_ROOT).save("images/a.webp", ContentFile(b"a"))
    settings.OBJECT_STORE = replace(server, bucket="nobody-made-it")

    with pytest.raises(CommandError, match="Run this again"):
        call_command("move_media", "bucket", "--remove")

    assert (settings.MEDIA_ROOT / "images/a.webp").read_bytes() == b"a"


def test_moving_wants_a_bucket(settings: Settings) -> None:
    settings.OBJECT_STORE = None

    with pytest.raises(CommandError, match="names no bucket"):
        call_command("move_media", "bucket")


class Open(Quiet):
    """A store that asks nobody for a key."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200)

    def do_GET(self) -> None:
        self.answer(200)

    def do_HEAD(self) -> None:
        self.answer(404)

    def do_DELETE(self) -> None:
        self.answer(204)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("ETag", '"0"')
        self.send_header("Content-Length", "0")
        self.end_headers()


def test_a_bucket_that_strangers_may_read_is_told(settings: Settings) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Open) as door:
        threading.Thread(target=door.serve_forever, daemon=True).start()
        settings.OBJECT_STORE = ObjectStore(f"http://127.0.0.1:{door.server_port}", BUCKET, "key", "secret")  # fmt: skip
        settings.STORAGES = settings.STORAGES | buckets(settings.OBJECT_STORE)
        is_closed = next(one for one in ADVICE if one.name == "private files").holds()
        door.shutdown()

    assert not is_closed


def test_a_store_without_its_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(SettingsError, match="uv sync --group s3"):
        upload_storages(object_store("s3://user:password@host/bucket"), Path("private"))


@pytest.mark.django_db
def test_a_store_that_refuses_is_told_by_preflight_and_readiness(store: ObjectStore, settings: Settings) -> None:  # fmt: skip
    rules = {one.name: one for one in ADVICE}
    assert rules["writable"].holds()
    assert rules["private files"].holds()
    assert [one.is_ok for one in examine_all(now=timezone.now()) if one.name == "object_store"] == [True]  # fmt: skip

    settings.STORAGES = settings.STORAGES | buckets(replace(store, secret="another"))

    assert not rules["writable"].holds()
    assert [one.is_ok for one in examine_all(now=timezone.now()) if one.name == "object_store"] == [False]  # fmt: skip
    with pytest.raises(StoreAwayError, match="refuses"):
        default_storage.save("images/a.webp", ContentFile(b"a"))
    assert not BREAKERS[store.endpoint].is_off  # it answers
