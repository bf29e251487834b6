"""Members who take their data along, and go."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services.exporting import make_due
from accounts.services.leaving import GRACE, erase_due
from feed.models import Post
from tests.factories import PASSWORD, make_member, make_post

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/?next=/settings/data/")
    page.get_by_label("Username or e-mail address").fill("alice")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_member_takes_her_data_along(page: Page, tmp_path: Path) -> None:
    make_post(author=make_member("alice"), title="Herons reach the play-offs")
    sign_in(page)
    page.get_by_role("button", name="Make the archive").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Your archive is being made")).to_be_visible()
    make_due()

    page.get_by_role("link", name="Look again").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()

    download.value.save_as(tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        assert b"Herons reach the play-offs" in archive.read("feed/posts.json")


def test_a_member_thinks_better_of_it_then_goes_without_scripts(
    page_without_scripts: Page,
) -> None:
    page, alice = page_without_scripts, make_member("alice")
    post = make_post(author=alice)
    sign_in(page)
    ask_to_go(page, needs_proof=True)
    page.get_by_role("button", name="I want to stay").click()
    expect(page.get_by_text("Good that you stay")).to_be_visible()

    ask_to_go(page, needs_proof=False)
    erase_due(now=timezone.now() + GRACE + timedelta(minutes=1))

    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not Post.objects.filter(pk=post.pk).exists()
    assert User.objects.get(pk=alice.pk).email == ""


def ask_to_go(page: Page, *, needs_proof: bool) -> None:
    page.get_by_role("link", name="Delete my account").click()
    if needs_proof:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("Delete everything I wrote").check()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Your account will be erased on")).to_be_visible()
