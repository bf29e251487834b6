"""One decision about many texts, what the staff did, and the evidence of decisions, for programs."""

import pytest

from feed.models import Post, PostStatus
from moderation.models import Batch, Reason
from moderation.services import hide_post
from tests.factories import make_comment, make_member, make_moderator, make_post
from tests.feed.api_client import Program

pytestmark = pytest.mark.django_db


def test_all_texts_of_a_member_are_hidden_and_come_back() -> None:
    mallory, mona = make_member("mallory"), Program(make_moderator())
    post = make_post(author=mallory)
    make_comment(post=make_post(), author=mallory, body="Buy\nrope")
    asked = {"scope": "author", "value": "mallory", "deed": "hide"}

    seen = mona.get("batches/texts/?scope=author&value=mallory&deed=hide").json()
    wrong = mona.post("batches/", asked | {"reason": "spam", "expected": 3})
    deed = asked | {"reason": "spam", "expected": seen["count"]}
    made = mona.post("batches/", deed, Idempotency_Key="all")
    again = mona.post("batches/", deed, Idempotency_Key="all")
    hidden = Post.objects.get(pk=post.pk).status
    undone = [mona.post(f"batches/{made.json()['id']}/undo/") for _twice in range(2)]

    assert (seen["count"], seen["author_count"], seen["is_cut"]) == (2, 1, False)
    assert [(each["kind"], each["title"], each["author"]) for each in seen["texts"]] == [
        ("post", post.title, "mallory"), ("comment", "Buy rope", "mallory"),
    ]  # fmt: skip
    assert (wrong.status_code, made.status_code) == (409, 201)
    assert (again.json(), hidden) == (made.json(), PostStatus.HIDDEN)
    assert [each.status_code for each in undone] == [200, 409]
    assert (undone[0].json(), Post.objects.get(pk=post.pk).status) == ({"count": 2}, "published")
    [listed] = mona.get("batches/").json()["results"]
    assert (listed["deed"], listed["undone_by"]) == ("hide", "mona")
    assert mona.get(f"batches/{listed['id']}/").json() == listed


def test_only_moderators_decide_about_many_texts() -> None:
    mona, bob = Program(make_moderator()), Program(make_member("bob"))
    batch = Batch.objects.create(scope="author", value="x", verb="hide", actor=make_moderator())
    texts = "batches/texts/?scope=author&value=bob&deed=hide"
    deed = {"scope": "author", "value": "bob", "deed": "hide", "reason": "spam", "expected": 1}

    strangers = [
        bob.get(texts), bob.get("batches/"), bob.get(f"batches/{batch.pk}/"), bob.post("batches/", deed),
        bob.post(f"batches/{batch.pk}/undo/"),
    ]  # fmt: skip
    wrong = [
        mona.get("batches/texts/"), mona.get(texts.replace("hide", "pin")), mona.post("batches/", {}),
        mona.post("batches/", deed | {"deed": "feature"}), mona.get(f"batches/{batch.pk + 1}/"),
        mona.post("batches/", deed),
    ]  # fmt: skip

    assert [each.status_code for each in strangers] == [403] * 5
    assert [each.status_code for each in wrong] == [400, 400, 400, 400, 404, 409]


def test_evidence_is_for_moderators() -> None:
    alice = make_member("alice")
    made = hide_post(post=make_post(author=alice, title="Rope"), actor=make_moderator(), reason=Reason.SPAM)  # fmt: skip
    assert made is not None
    path = f"decisions/{made.pk}/"

    assert Program(make_moderator()).get(path).json()["evidence"]["title"] == "Rope"
    assert Program(alice).get(path).json()["evidence"] is None
    assert "evidence" not in Program(alice).get("decisions/").json()["results"][0]


def test_administrators_read_what_the_staff_did() -> None:
    hide_post(post=make_post(title="Rope"), actor=make_moderator(), reason=Reason.SPAM)
    olga = Program(make_member("olga", is_staff=True, is_superuser=True))

    told = olga.get("staff-acts/?who=mona").json()
    [act] = told["results"]

    assert (act["who"], act["about"], told["next"]) == ("mona", "Rope", None)
    assert olga.get(f"staff-acts/?before={act['at']}").json()["results"] == []
    assert olga.get("staff-acts/?before=yesterday").status_code == 400
    assert Program(make_moderator()).get("staff-acts/").status_code == 403
