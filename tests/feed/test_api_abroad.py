"""Programs elsewhere: pages of other sites, compressed answers, a client that is made from the description."""

import gzip
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.test import Client
from pytest_django import Settings

from config.bootstrap import ROOT
from config.programs import cors_settings
from feed.models import Post
from tests.factories import make_category, make_member, make_post
from tests.feed.api_client import Program

ELSEWHERE = "https://app.example.org"


@pytest.mark.django_db
@pytest.mark.parametrize(("origins", "answer"), [((), None), ((ELSEWHERE,), ELSEWHERE), (("*",), "*")])  # fmt: skip
def test_pages_elsewhere_use_the_api_where_the_site_lets_them(
    client: Client, settings: Settings, origins: tuple[str, ...], answer: str | None
) -> None:
    for name, value in cors_settings(origins).items():
        setattr(settings, name, value)

    read = client.get("/api/v1/posts/", headers={"Origin": ELSEWHERE})
    page = client.get("/", headers={"Origin": ELSEWHERE})
    before = client.options(
        "/api/v1/posts/", headers={"Origin": ELSEWHERE, "Access-Control-Request-Method": "POST"}
    )

    assert read.get("Access-Control-Allow-Origin") == answer
    assert before.get("Access-Control-Allow-Origin") == answer
    assert "Access-Control-Allow-Credentials" not in read
    assert "Access-Control-Allow-Origin" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("accepted", "unpacked"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)])  # fmt: skip
def test_answers_are_compressed_and_can_be_edited(accepted: str, unpacked: Any) -> None:
    alice = Program(make_member("alice"))
    path = f"posts/{make_post(author=make_member('alice'), body='Mud. ' * 300).pk}/"

    read = alice.get(path, Accept_Encoding=accepted)
    changed = alice.patch(path, {"title": "Mud"}, If_Match=read["ETag"])

    assert json.loads(unpacked(read.content))["body"].startswith("Mud.")
    assert changed.status_code == 200
    assert alice.get(path, Accept_Encoding=accepted, If_None_Match=read["ETag"]).status_code == 200
    again = alice.get(path, Accept_Encoding=accepted)
    assert alice.get(path, Accept_Encoding=accepted, If_None_Match=again["ETag"]).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_a_client_made_from_the_description_reads_and_writes(
    live_site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_category("Harbour")
    key = Program(make_member("alice")).headers["Authorization"].removeprefix("Bearer ")
    made = make_post()
    _generate(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    client = import_module("broadsheet_api").AuthenticatedClient(base_url=live_site, token=key)

    listed = _call("posts_list", client=client)
    read = _call("posts_retrieve", made.pk, client=client)
    draft = import_module("broadsheet_api.models").PostInput(
        title="Dredger is back", body="At night.", category="harbour"
    )
    written = _call("posts_create", client=client, body=draft)

    assert [each.id for each in listed.results] == [made.pk]
    assert read.title == made.title
    assert Post.objects.get(pk=written.id).title == "Dredger is back"


def _generate(folder: Path) -> None:
    config = folder / "config.yml"
    config.write_text("post_hooks: []\n")
    told: list[str | Path] = ["--path", ROOT / "docs" / "openapi.json", "--config", config]
    where: list[str | Path] = ["--meta", "none", "--output-path", folder / "broadsheet_api"]
    program = Path(sys.executable).parent / "openapi-python-client"
    subprocess.run([program, "generate", *told, *where], check=True, capture_output=True)


def _call(operation: str, *path: Any, **sent: Any) -> Any:
    return import_module(f"broadsheet_api.api.posts.{operation}").sync(*path, **sent)
