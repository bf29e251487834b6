"""What the pages for writing do beside writing, for programs: unsaved words, pictures, the count of new posts."""

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from config.freshness import log_key
from config.redis import Client as Redis
from feed.models import Autosave, Image
from feed.services.autosaving import autosave
from tests.factories import make_category, make_member, make_post, make_upload
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db


def test_what_was_begun_in_an_app_goes_on_in_a_browser_and_back() -> None:
    harbour, alice = make_category("Harbour"), make_member("alice")
    program, browser = Program(alice), Client()
    browser.force_login(alice)
    begun = {
        "title": "Half a",
        "category": "harbour",
        "tags": ["mud", "tram"],
        "is_sensitive": True,
    }

    made = program.post("unsaved/", begun)
    key = made.json()["key"]
    page = browser.get(f"/write/?restore={key}")
    fields = {name: page.context["form"][name].value() for name in ("title", "category", "tags")}
    typed = {"autosave_key": key, "autosave_counter": 1, "title": "Half a title", "tags": "mud"}
    browser.post("/write/autosave/", typed)
    stale = program.patch(f"unsaved/{key}/", {"body": "Words."}, If_Match=made["ETag"])
    read = program.get(f"unsaved/{key}/")
    kept = program.patch(f"unsaved/{key}/", {"body": "Words."}, If_Match=read["ETag"])

    assert made.status_code == 201
    assert made.json()["words"] == {
        "title": "Half a", "body": "", "excerpt": "", "series": "", "link_url": "", "canonical_url": "",
        "correction": "", "category": "harbour", "tags": ["mud", "tram"], "language": "en", "lead_image": None,
        "is_sensitive": True,
    }  # fmt: skip
    assert fields == {"title": "Half a", "category": str(harbour.pk), "tags": "mud, tram"}
    assert page.context["form"]["is_sensitive"].value() == "on"
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    assert read.json()["words"]["title"] == "Half a title"
    assert (kept.json()["words"]["body"], kept.json()["words"]["tags"]) == ("Words.", ["mud"])
    assert [each["key"] for each in program.get("unsaved/").json()] == [key]


def test_the_change_of_a_post_is_kept_once_and_by_its_author_alone() -> None:
    post, bob = make_post(author=make_member("alice")), Program(make_member("bob"))
    alice, key = Program(make_member("alice")), f"post-{post.pk}"

    made = alice.post("unsaved/", {"post": post.pk, "body": "Better."})
    again = alice.post("unsaved/", {"post": post.pk, "body": "Worse."})
    refused = [
        bob.post("unsaved/", {"post": post.pk}),
        bob.get(f"unsaved/{key}/"),
        bob.patch(f"unsaved/{key}/", {"body": "Mine."}, If_Match="*"),
        alice.patch(f"unsaved/{key}/", {"body": "Mine."}),
        alice.post("unsaved/", {"body": 3, "titel": "x"}),
        alice.get("unsaved/none/"),
        Program(None).get("unsaved/"),
    ]
    bob.delete(f"unsaved/{key}/")

    assert (made.status_code, made.json()["key"], made.json()["post"]) == (201, key, post.pk)
    assert (again.status_code, key in again.json()["detail"]) == (409, True)
    assert [each.status_code for each in refused] == [403, 404, 404, 428, 400, 404, 401]
    assert Autosave.objects.get().fields["body"] == "Better."
    assert [alice.delete(f"unsaved/{key}/").status_code for _twice in range(2)] == [204, 204]
    assert alice.get("unsaved/").json() == []


def test_words_that_a_page_kept_are_read_as_they_are() -> None:
    alice = make_member("alice")
    fields = {
        "title": "T",
        "category": "none",
        "image_pk": "x",
        "tags": " , a,",
        "image_alt": "A tram",
    }
    kept = autosave(member=alice, key="a-new-post-1", post=None, fields=fields, counter=0)
    program = Program(alice)

    words = program.get(f"unsaved/{kept.key}/").json()["words"]
    program.patch(f"unsaved/{kept.key}/", {"category": "none", "lead_image": 3}, If_Match="*")

    assert (words["category"], words["lead_image"], words["tags"]) == ("", None, ["a"])
    kept.refresh_from_db()
    assert (kept.fields["image_alt"], kept.fields["image_pk"], kept.fields["category"]) == ("A tram", "3", "")  # fmt: skip


def test_a_picture_is_described_after_it_was_uploaded(
    redis: Redis, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    alice, bob = Program(make_member("alice")), Program(make_member("bob"))
    made = alice.client.post("/api/v1/media/", {"file": make_upload()}, headers=alice.headers)
    path, image = f"media/{made.json()['id']}/", Image.objects.get()
    post = make_post(author=image.owner, lead_image=image)

    read = alice.get(path)
    with django_capture_on_commit_callbacks(execute=True):
        changed = alice.patch(path, {"alt": "A  tram", "focus_x": 20}, If_Match=read["ETag"])
    refused = [
        alice.patch(path, {"alt": "A bus"}, If_Match=read["ETag"]),
        alice.patch(path, {"focus_x": 101}, If_Match="*"),
        bob.get(path),
        bob.patch(path, {"alt": "Mine"}, If_Match="*"),
    ]

    assert (changed.json()["alt"], changed.json()["focus_x"], changed.json()["focus_y"]) == ("A tram", 20, 50)  # fmt: skip
    assert [each.status_code for each in refused] == [412, 400, 404, 404]
    assert alice.get(f"posts/{post.pk}/").json()["lead_image"]["alt"] == "A tram"
    assert f"post:{post.pk}" in str(redis.xrange(log_key()))


@pytest.mark.django_db(transaction=True)
def test_a_program_counts_what_came_in_since(redis: Redis) -> None:
    make_post()
    program = Program(None)
    since = program.get("posts/fresh/").json()["total"]
    make_post()

    news = program.get(f"posts/fresh/?since={since}")

    assert news.json() == {"total": since + 1, "count": 1, "is_more": False}
    assert [program.get(f"posts/fresh/?since={odd}").status_code for odd in ("", "x", "9" * 16, "-1")] == [400] * 4  # fmt: skip
    assert program.post("posts/fresh/").status_code == 405
