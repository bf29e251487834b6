"""The moderators' desk: posts, comments, members and the log of decisions."""

from moderation.admin.comments import CommentAdmin
from moderation.admin.decisions import DecisionAdmin
from moderation.admin.members import MemberAdmin
from moderation.admin.posts import PostAdmin
from moderation.admin.spam import (
    ContactKeyAdmin,
    JudgementAdmin,
    PendingEditAdmin,
    SpamCampaignAdmin,
    SpamModelAdmin,
)

__all__ = [
    "CommentAdmin",
    "ContactKeyAdmin",
    "DecisionAdmin",
    "JudgementAdmin",
    "MemberAdmin",
    "PendingEditAdmin",
    "PostAdmin",
    "SpamCampaignAdmin",
    "SpamModelAdmin",
]
