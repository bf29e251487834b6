"""Who is to be told of a comment or a post, and why."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, Subquery, Value

from accounts.models import Block, Follow
from feed.models import (
    CategoryFollow,
    Comment,
    FollowLevel,
    Mute,
    Post,
    ReaderState,
    TagFollow,
    ThreadFollow,
)
from feed.models.search import matches_keyword


@dataclass(frozen=True)
class Recipients:
    """Primary keys of members; each member is in one of the sets only, the first that holds: who is named in it,
    who is answered, who follows the conversation.
    """

    mentioned: frozenset[int]
    answered: frozenset[int]
    following: frozenset[int]


@dataclass(frozen=True)
class Followers:
    """Primary keys of members, each in one of the sets only: who follows the author; else the category or a tag."""

    of_author: frozenset[int]
    of_subjects: frozenset[int]


def recipients_of(comment: Comment) -> Recipients:
    """In four queries, for a comment with its parent and post.

    Answered is the author of the parent, or of the post where there is no parent. Who chose to hear nothing of this
    conversation is left out, and so is who does not want to meet it, and the author of the comment.
    """
    levels = dict(ThreadFollow.objects.filter(post=comment.post_id).values_list("member", "level"))
    above = comment.parent or comment.post
    named = set(comment.mentions.values_list("member", flat=True))
    following = {pk for pk, level in levels.items() if level == FollowLevel.ALL}
    silent = {pk for pk, level in levels.items() if level == FollowLevel.NOTHING}
    everybody = {above.author_id} | named | following
    silent |= {comment.author_id} | unwilling(
        everybody, post=comment.post, actor_pk=comment.author_id
    )
    mentioned = named - silent
    answered = {above.author_id} - silent - mentioned
    return Recipients(
        mentioned=frozenset(mentioned),
        answered=frozenset(answered),
        following=frozenset(following - silent - mentioned - answered),
    )


def followers_of(post: Post) -> Followers:
    """Whom a new post is news for: followers who read its language and want to meet it; not its author."""
    authors = set(Follow.objects.filter(followed=post.author_id).values_list("follower", flat=True))
    categories = CategoryFollow.objects.filter(category=post.category_id)
    tags = TagFollow.objects.filter(tag__posts=post.pk)
    subjects = set(categories.values_list("member", flat=True).union(tags.values_list("member")))
    everybody = authors | subjects
    silent = {post.author_id} | unwilling(everybody, post=post, actor_pk=post.author_id)
    silent |= _readers_of_other_languages(everybody, language=post.language)
    return Followers(
        of_author=frozenset(authors - silent), of_subjects=frozenset(subjects - authors - silent)
    )


def unwilling(pks: Collection[int], *, post: Post, actor_pk: int) -> set[int]:
    """Those of these members who do not want to meet a post, or what `actor_pk` does under it: they muted or blocked.

    The same as `PostQuerySet.wanted_by`, asked the other way round.
    """
    people = (post.author_id, actor_pk)
    search = Subquery(Post.objects.filter(pk=post.pk).values("search")[:1])
    word = matches_keyword(F("keyword"), language=Value(post.language), search=search)
    muted = (
        Q(author__in=people)
        | Q(category=post.category_id)
        | Q(tag__posts=post.pk)
        | (~Q(keyword="") & Q(word))
    )
    mutes = Mute.objects.filter(muted, member__in=pks).values_list("member", flat=True)
    blocks = Block.objects.filter(blocker__in=pks, blocked__in=people)
    return set(mutes.union(blocks.values_list("blocker", flat=True)))


def _readers_of_other_languages(pks: Collection[int], *, language: str) -> set[int]:
    choosy = ReaderState.objects.filter(member__in=pks).exclude(languages=[])
    return set(choosy.exclude(languages__contains=[language]).values_list("member", flat=True))
