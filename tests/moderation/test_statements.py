"""A member is told what was decided about what he wrote, and why."""

import pytest
from django.test import Client

from accounts.models import Notification
from moderation import services
from moderation.models import Decision, Reason
from tests.factories import make_member, make_moderator, make_post

pytestmark = pytest.mark.django_db


def make_decision() -> Decision:
    decision = services.hide_post(post=make_post(), actor=make_moderator(), reason=Reason.OFF_TOPIC)
    assert decision is not None
    return decision


def test_the_author_is_told_of_a_hidden_post_and_reads_why(client: Client) -> None:
    decision = make_decision()
    client.force_login(make_member("alice"))

    told = Notification.objects.get(recipient__username="alice", kind="moderation")
    page = client.get(told.url).content.decode()

    assert decision.subject_label in page
    assert "off topic or a duplicate" in page
    assert "mona" not in page


def test_a_member_is_spoken_to_where_the_decision_is_about_the_member(client: Client) -> None:
    pim = make_member("pim")
    services.warn_member(member=pim, actor=make_moderator(), reason=Reason.ABUSE)
    client.force_login(pim)

    page = client.get(Notification.objects.get(recipient=pim).url).text

    assert "you were warned." in page
    assert "this member" not in page


def test_others_do_not_read_it_and_it_is_not_changed(client: Client) -> None:
    place = f"/decisions/{make_decision().pk}/"

    assert client.get(place).status_code == 302
    client.force_login(make_member("bob"))
    assert client.get(place).status_code == 404
    assert client.get(f"/decisions/{2**70}/").status_code == 404
    client.force_login(make_member("alice"))
    assert client.post(place).status_code == 405
