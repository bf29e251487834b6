"""Who is to be told of a comment, and why."""

from dataclasses import dataclass

from feed.models import Comment, FollowLevel, ThreadFollow


@dataclass(frozen=True)
class Recipients:
    """Primary keys of members; each member is in one of the sets only, the first that holds: who is named in it,
    who is answered, who follows the conversation.
    """

    mentioned: frozenset[int]
    answered: frozenset[int]
    following: frozenset[int]


def recipients_of(comment: Comment) -> Recipients:
    """In two queries, for a comment with its parent and post.

    Answered is the author of the parent, or of the post where there is no parent. Who chose to hear nothing of this
    conversation is left out, and so is the author of the comment.
    """
    levels = dict(ThreadFollow.objects.filter(post=comment.post_id).values_list("member", "level"))
    silent = {pk for pk, level in levels.items() if level == FollowLevel.NOTHING}
    silent.add(comment.author_id)
    above = comment.parent or comment.post
    mentioned = set(comment.mentions.values_list("member", flat=True)) - silent
    answered = {above.author_id} - silent - mentioned
    followers = {pk for pk, level in levels.items() if level == FollowLevel.ALL}
    return Recipients(
        mentioned=frozenset(mentioned),
        answered=frozenset(answered),
        following=frozenset(followers - silent - mentioned - answered),
    )
