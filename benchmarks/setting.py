"""Run inside the site's settings: signs members in, books the slots and picks pages; prints one JSON object.

"paths": by name; "each": many articles; "searches": for other words each; "post": the one that gets comments, none of the paths; "sessions": of members who are signed in, each with the form token "csrf".
"""

import json
import os
from datetime import datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from allauth.usersessions.models import UserSession  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from accounts.models import User  # noqa: E402
from feed.models import Category, Post  # noqa: E402
from sponsors.models import Campaign, Creative, Flight, Review, Sponsor, SponsorSlot  # noqa: E402
from sponsors.services.flights import start_flight  # noqa: E402

MEMBERS = 200
# No list that is measured reaches so far.
FAR_DOWN = 60
# What is asked for once in so many requests is out of memory when its turn comes again.
EACH = 1_000
CSRF = "benchmarkbenchmarkbenchmarkbench"
SLOTS = ("article-top", "article-inline", "article-bottom")


def main() -> None:
    posts = Post.objects.live().latest_first()
    usual = posts.filter(comment_count__range=(3, 8)).first() or posts[5]
    threads = {f"comments_{size}": posts.filter(comment_count=size)[:1] for size in (10, 100, 1000)}
    paths = {
        "article": usual.get_absolute_url(),
        "feed": "/",
        "category": Category.objects.order_by("pk")[0].get_absolute_url(),
        "tag": usual.tags.all()[0].get_absolute_url(),
        "search": f"/search/?q={usual.title.split()[0]}",
        "api_list": "/api/v1/posts/?page_size=30",
        "api_detail": f"/api/v1/posts/{usual.pk}/",
    } | {name: found[0].get_absolute_url() for name, found in threads.items() if found}
    # Else the article that is measured would grow by a hundred comments a round.
    measured = [usual.pk, *(found[0].pk for found in threads.values() if found)]
    _sell(now=timezone.now())
    members = User.objects.order_by("pk")[:MEMBERS]
    print(
        json.dumps(
            {
                "paths": paths,
                "post": posts.exclude(pk__in=measured)[FAR_DOWN].pk,
                "posts": [each.get_absolute_url() for each in posts[:20]],
                "each": [each.get_absolute_url() for each in posts[FAR_DOWN : FAR_DOWN + EACH]],
                "searches": sorted({_search(each) for each in posts[:EACH]}),
                "csrf": CSRF,
                "sessions": [_session(member) for member in members],
            }
        )
    )


def _search(post: Post) -> str:
    """For the first two words of its title."""
    return f"/search/?q={'+'.join(post.title.split()[:2])}"


def _sell(*, now: datetime) -> None:
    """One flight in all slots of an article, so that there is something to decide on."""
    sponsor = Sponsor.objects.create(name="Ropery Tideman")
    flight = Flight.objects.create(
        campaign=Campaign.objects.create(sponsor=sponsor, name="Autumn"),
        name="In the text",
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=30),
    )
    flight.slots.set(SponsorSlot.objects.filter(code__in=SLOTS))
    Creative.objects.create(
        flight=flight,
        headline="Rope that holds",
        text="Laid by hand since 1811.",
        landing_url="https://ropery.example.org/rope",
        review=Review.APPROVED,
    )
    start_flight(flight, now=now)


def _session(member: User) -> str:
    """As a sign-in makes it: a session, and the device in the member's list."""
    session = import_string(settings.SESSION_ENGINE + ".SessionStore")()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    key = str(session.session_key)
    UserSession.objects.create(user=member, session_key=key, ip="127.0.0.1", user_agent="wrk")
    return key


main()
