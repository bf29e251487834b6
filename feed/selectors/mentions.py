"""Members as others name them."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import Block, User
from feed.models import Mute, Post
from feed.text.markdown import names_in_comment, render_comment

SUGGESTIONS: Final = 8


def members_named(names: Iterable[str]) -> dict[str, User]:
    """Active members by username in lower case; names that nobody has are left out."""
    named = User.objects.annotate(handle=Lower("username")).filter(
        handle__in=list(names), is_active=True
    )
    return {member.username.lower(): member for member in named}


def mention_paths(named: Mapping[str, User]) -> dict[str, str]:
    """Where the names lead, for the renderer."""
    return {name: member.get_absolute_url() for name, member in named.items()}


def comment_html(source: str) -> str:
    """A comment as it would be printed."""
    named = members_named(names_in_comment(source))
    return render_comment(source, mention_paths=mention_paths(named))


def suggestions(start: str, *, post: Post, asker: User) -> list[User]:
    """Members whose username or shown name begins with `start`, at most SUGGESTIONS: those who speak under this post first.

    None whom the asker muted or blocks.
    """
    unwanted = Mute.objects.filter(member=asker, author__isnull=False).values("author")
    found = (
        User.objects.annotate(handle=Lower("username"))
        .filter(Q(handle__startswith=start.lower()) | Q(display_name__istartswith=start))
        .filter(is_active=True)
        .exclude(pk=asker.pk)
        .exclude(pk__in=unwanted.union(Block.objects.by(asker).values("blocked")))
        .order_by("handle")
    )
    speaking = Q(pk__in=post.comments.live().values("author")) | Q(pk=post.author_id)
    here: list[User] = list(found.filter(speaking)[:SUGGESTIONS])
    if len(here) == SUGGESTIONS:
        return here
    return [*here, *found.exclude(speaking)[: SUGGESTIONS - len(here)]]
