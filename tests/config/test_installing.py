"""The site as an app: manifest, worker, and the page for when there is no network."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from feed.models import SiteSettings
from tests.factories import make_member

pytestmark = pytest.mark.django_db


def test_the_manifest_names_the_site_in_the_readers_language(client: Client) -> None:
    SiteSettings.objects.create(pk=1, name="The Courant", tagline="News from the river")

    described = client.get("/manifest.webmanifest", headers={"Accept-Language": "nl"})
    arabic = client.get("/manifest.webmanifest", headers={"Accept-Language": "ar"}).json()

    told = described.json()
    assert described.headers["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["short_name"], told["lang"]) == ("The Courant", "The Courant", "nl")
    assert told["shortcuts"][0]["name"] == "Artikel schrijven"
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert {each["sizes"] for each in told["icons"]} >= {"192x192", "512x512"}
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_a_name_too_long_for_a_home_screen_is_not_cut_by_us(client: Client) -> None:
    SiteSettings.objects.create(pk=1, name="The Harbour and Market Courant")

    assert "short_name" not in client.get("/manifest.webmanifest").json()


def test_the_worker_stands_at_the_root_and_knows_what_pages_need(client: Client) -> None:
    answer = client.get("/worker.js")

    script = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert 'const OFFLINE = "/offline/";' in script
    shell = re.findall(r'"/static/([^"]+)"', script.splitlines()[0])
    assert "css/site.css" in shell
    assert all(finders.find(each) for each in shell)


def test_only_members_pages_start_the_worker(client: Client) -> None:
    stranger = client.get("/").content.decode()
    client.force_login(make_member("bob"))
    member = client.get("/").content.decode()

    assert 'data-worker=""' in stranger
    assert "offline.js" not in stranger
    assert 'data-worker="/worker.js"' in member
    assert "offline.js" in member


@pytest.mark.parametrize("path", ["/manifest.webmanifest", "/worker.js", "/offline/"])
def test_they_are_read_only(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405
