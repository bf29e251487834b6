"""Decisions, and what leads to them and follows from them."""

from moderation.models.appeal import APPEAL_LENGTH, Appeal, AppealMessage, AppealState
from moderation.models.batch import Batch, Scope
from moderation.models.claim import CaseKind, Claim
from moderation.models.decision import (
    DECISIONS_SHOWN,
    LABEL_LENGTH,
    NEW_LEVEL,
    NOTE_LENGTH,
    OLD_LEVEL,
    Decision,
    DecisionQuerySet,
    SubjectKind,
    Verb,
    change_of_level,
)
from moderation.models.note import MemberNote
from moderation.models.reason import (
    CODE_LENGTH,
    RELIED_ON,
    DecisionReason,
    Reason,
)
from moderation.models.report import (
    WORDS_LENGTH,
    Report,
    ReportQuerySet,
    ReportReason,
    ReportState,
)

__all__ = [
    "APPEAL_LENGTH",
    "CODE_LENGTH",
    "DECISIONS_SHOWN",
    "LABEL_LENGTH",
    "NEW_LEVEL",
    "NOTE_LENGTH",
    "OLD_LEVEL",
    "RELIED_ON",
    "WORDS_LENGTH",
    "Appeal",
    "AppealMessage",
    "AppealState",
    "Batch",
    "CaseKind",
    "Claim",
    "Decision",
    "DecisionQuerySet",
    "DecisionReason",
    "MemberNote",
    "Reason",
    "Report",
    "ReportQuerySet",
    "ReportReason",
    "ReportState",
    "Scope",
    "SubjectKind",
    "Verb",
    "change_of_level",
]
