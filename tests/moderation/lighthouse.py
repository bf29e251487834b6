"""A post that stands in every place where readers meet one, and what they find there."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from accounts.services.notifications import open_one
from feed.announcing import refresh
from feed.models import Category, Post, ReactionKind
from feed.read_more.features import refresh_features
from feed.read_more.refresh import refresh_list
from feed.selectors.read_more import read_more
from feed.services import commenting
from feed.services.following import set_following
from feed.services.reacting import react
from moderation.models import Report, ReportReason
from tests.factories import make_member, make_post


def what_readers_find(post: Post, neighbour: Post) -> dict[str, Any]:
    """Where a post shows: counts, Read More, notifications, search, feeds of the site and of programs."""
    told = Notification.objects.told().exclude(kind__in=("moderation", "follow")).order_by("pk")
    found = Client().get("/search/", {"q": "lighthouse"}).context["results"].posts
    return {
        "state": Post.objects.values("status", "published_at", "version", "view_count").get(
            pk=post.pk
        ),
        "counts": list(Category.objects.order_by("pk").values_list("post_count", flat=True)),
        "read more": [item.post.pk for item in read_more(neighbour, visitor=AnonymousUser())],
        "told": list(
            told.values("pk", "recipient", "subject", "actor_count", "read_at", "mail_due_at")
        ),
        "search": [each.pk for each in found],
        "front page": Client().get("/").text.count(post.title),
        "feed": Client().get("/feed.atom").text.count(post.title),
        "reports": list(Report.objects.values_list("state", flat=True)),
    }


def make_lighthouse() -> tuple[Post, Post]:
    """A post that a follower was told of, with an answer, a reaction and a place in a neighbour's Read More; and the neighbour."""
    bob = make_member("bob")
    set_following(bob, subject=make_member("alice"), is_on=True)
    words = "The lighthouse over the old harbour costs more than the council said."
    post = make_post(author=make_member("alice"), title="The lighthouse burns", body=words)
    neighbour = make_post(author=make_member("carol"), title="The lighthouse stands", body=words)
    commenting.add_comment(post=post, author=bob, body="Is everybody safe?")
    react(post=post, member=bob, kind=ReactionKind.LIKE)
    refresh.refresh_due()
    open_one(Notification.objects.get(recipient=bob, kind="post"))
    for each in (post, neighbour):
        refresh_features(each.pk, now=timezone.now())
    for each in (post, neighbour):
        refresh_list(each.pk, now=timezone.now())
    Report.objects.create(
        reporter=bob, subject_kind="post", subject_pk=post.pk,
        reason=ReportReason.objects.all()[0], weight=1,
    )  # fmt: skip
    return post, neighbour
