"""The moderators' desk: posts, comments, members, reports, trust levels, spam and the log of decisions."""

from moderation.admin.appeals import AppealAdmin
from moderation.admin.comments import CommentAdmin
from moderation.admin.decisions import DecisionAdmin
from moderation.admin.members import MemberAdmin
from moderation.admin.posts import PostAdmin
from moderation.admin.reasons import DecisionReasonAdmin
from moderation.admin.reports import ReportAdmin, ReportReasonAdmin
from moderation.admin.rules import WrittenRuleAdmin
from moderation.admin.sign_up import (
    ApplicantAdmin,
    InvitationAdmin,
    SignUpBlockAdmin,
    SignUpPolicyAdmin,
)
from moderation.admin.spam import (
    ContactKeyAdmin,
    JudgementAdmin,
    PendingEditAdmin,
    SpamCampaignAdmin,
    SpamModelAdmin,
)
from moderation.admin.trust import TrustRuleAdmin

__all__ = [
    "AppealAdmin",
    "ApplicantAdmin",
    "CommentAdmin",
    "ContactKeyAdmin",
    "DecisionAdmin",
    "DecisionReasonAdmin",
    "InvitationAdmin",
    "JudgementAdmin",
    "MemberAdmin",
    "PendingEditAdmin",
    "PostAdmin",
    "ReportAdmin",
    "ReportReasonAdmin",
    "SignUpBlockAdmin",
    "SignUpPolicyAdmin",
    "SpamCampaignAdmin",
    "SpamModelAdmin",
    "TrustRuleAdmin",
    "WrittenRuleAdmin",
]
