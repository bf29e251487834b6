"""The desk of the spam filter: campaigns, waiting changes, contacts, versions of the model."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from feed.models import (
    CampaignStatus,
    ContactKey,
    ContactKind,
    ContactStanding,
    Judgement,
    PendingEdit,
    Post,
    SpamCampaign,
    SpamModel,
    TemplatePrint,
)
from feed.services import publishing
from feed.spam import store
from tests.admin.conftest import page_of
from tests.factories import make_draft, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


def make_campaign() -> SpamCampaign:
    campaign = SpamCampaign.objects.create(sample="movers in …", post_count=1, author_count=1)
    post = make_post()
    TemplatePrint.objects.update_or_create(
        post=post,
        defaults={"author_pk": post.author_id, "hashes": [1], "bands": [1], "campaign": campaign},
    )
    return campaign


def act(client: Client, name: str, action: str, pk: int) -> None:
    address = reverse(f"admin:feed_{name}_changelist")
    client.post(address, {"action": action, ACTION_CHECKBOX_NAME: str(pk)})


def test_one_button_quarantines_a_campaign_and_another_gives_it_back(mona: Client) -> None:
    campaign = make_campaign()

    mona.post(page_of(campaign), {"decide_quarantine": "1"})
    assert Post.objects.get().is_held
    mona.post(page_of(campaign), {"decide_restore": "1"})

    assert Post.objects.get().is_live
    assert SpamCampaign.objects.get().status == CampaignStatus.CLEARED


def test_the_page_of_a_campaign_lists_its_posts(mona: Client) -> None:
    page = mona.get(page_of(make_campaign())).content.decode()

    assert Post.objects.get().title in page


def test_a_waiting_change_is_read_and_accepted(mona: Client) -> None:
    post = make_post()
    body = "Now with https://barges.example/shop"
    publishing.edit_post(post, editor=post.author, draft=make_draft(body=body))
    edit = PendingEdit.objects.get()

    page = mona.get(page_of(edit)).content.decode()
    mona.post(page_of(edit), {"decide_accept": "1"})

    assert "barges.example" in page
    assert Post.objects.get().body == body


def test_websites_are_blocked_from_the_list(mona: Client) -> None:
    key = ContactKey.objects.create(kind=ContactKind.DOMAIN, value="bad.example")

    act(mona, "contactkey", "block", key.pk)

    assert ContactKey.objects.get().standing == ContactStanding.BLOCKED


def test_a_judgement_shows_its_evidence(mona: Client) -> None:
    make_post(body="Subscribe to my channel and check out my new video, free gift cards!")

    page = mona.get(page_of(Judgement.objects.get())).content.decode()

    assert "subscribe" in page


def test_a_version_of_the_model_is_rolled_back(mona: Client) -> None:
    shipped = store.shipped()
    assert shipped is not None
    model = SpamModel.objects.create(is_active=True, weights=shipped.classifier.to_bytes())

    act(mona, "spammodel", "use_shipped", model.pk)
    assert not SpamModel.objects.get().is_active
    act(mona, "spammodel", "use", model.pk)

    assert SpamModel.objects.get().is_active
