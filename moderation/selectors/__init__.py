"""What moderators and members see of moderation."""

from moderation.selectors.review import (
    AuthorRecord,
    HeldCounts,
    Review,
    decisions_about,
    held_counts,
    review_comment,
    review_member,
    review_post,
)

__all__ = [
    "AuthorRecord",
    "HeldCounts",
    "Review",
    "decisions_about",
    "held_counts",
    "review_comment",
    "review_member",
    "review_post",
]
