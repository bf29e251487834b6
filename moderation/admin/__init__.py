"""The moderators' desk: posts, comments, members and the log of decisions."""

from moderation.admin.comments import CommentAdmin
from moderation.admin.decisions import DecisionAdmin
from moderation.admin.members import MemberAdmin
from moderation.admin.posts import PostAdmin

__all__ = ["CommentAdmin", "DecisionAdmin", "MemberAdmin", "PostAdmin"]
