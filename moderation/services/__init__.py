"""The deeds of moderators: each is a decision on record and its effect, in one transaction.

Each deed returns its decision, or None where it was so already or does not apply to the subject's state, so
that doing it twice, or two moderators doing it at once, decides once.
"""

from moderation.services.appealing import overturn_appeal, say_to_member, uphold_appeal
from moderation.services.applicants import accept_applicant, refuse_applicant
from moderation.services.comments import (
    hide_comment,
    keep_comment,
    release_comment,
    restore_comment,
)
from moderation.services.levels import set_level, vouch_for_member
from moderation.services.members import keep_member
from moderation.services.posts import (
    feature_post,
    hide_post,
    keep_post,
    pin_post,
    release_post,
    restore_post,
    unfeature_post,
    unpin_post,
)
from moderation.services.sanctions import (
    reinstate_member,
    silence_member,
    suspend_member,
    unsilence_member,
    warn_member,
)
from moderation.services.spam import (
    accept_edit,
    clear_campaign,
    quarantine_campaign,
    refuse_edit,
    restore_campaign,
)

__all__ = [
    "accept_applicant",
    "accept_edit",
    "clear_campaign",
    "feature_post",
    "hide_comment",
    "hide_post",
    "keep_comment",
    "keep_member",
    "keep_post",
    "overturn_appeal",
    "pin_post",
    "quarantine_campaign",
    "refuse_applicant",
    "refuse_edit",
    "reinstate_member",
    "release_comment",
    "release_post",
    "restore_campaign",
    "restore_comment",
    "restore_post",
    "say_to_member",
    "set_level",
    "silence_member",
    "suspend_member",
    "unfeature_post",
    "unpin_post",
    "unsilence_member",
    "uphold_appeal",
    "vouch_for_member",
    "warn_member",
]
