"""The page of a member."""

from dataclasses import dataclass

from accounts.models import User
from feed.models import Comment, Post


@dataclass(frozen=True)
class MemberStats:
    """What a member has published."""

    post_count: int
    comment_count: int


def member_stats(member: User) -> MemberStats:
    return MemberStats(
        post_count=Post.objects.live().by(member).count(),
        comment_count=Comment.objects.live().filter(author=member).count(),
    )
