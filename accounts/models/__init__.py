"""Members of the site, and what stands between them and reaches them."""

from accounts.models.block import Block
from accounts.models.follow import Follow
from accounts.models.hint import SignInHint
from accounts.models.kept_answer import KeptAnswer
from accounts.models.leaving import DataExport, Leaving, Manner
from accounts.models.letter import Letter
from accounts.models.notification import (
    ALWAYS_ON,
    DEFAULT_CHANNELS,
    Channel,
    Notification,
    NotificationActor,
    NotificationChoice,
    NotificationKind,
)
from accounts.models.personal_token import PersonalToken, Scope
from accounts.models.push import PushKey, PushSubscription
from accounts.models.role import RoleGrant
from accounts.models.sign_in import SignIn, SignInOutcome
from accounts.models.sign_up import (
    Applicant,
    ApplicantState,
    BlockKind,
    Invitation,
    SignUpBlock,
    SignUpMode,
    SignUpPolicy,
)
from accounts.models.spending import Deed, Spending
from accounts.models.trust import TrustRule
from accounts.models.user import (
    CATEGORY_MODERATORS,
    EDITORS,
    MODERATORS,
    NO_END,
    USERNAME_PATTERN,
    MailPace,
    MemberManager,
    TextSize,
    Theme,
    TrustLevel,
    User,
)
from accounts.models.webhook import EventKind, Webhook, WebhookDelivery

__all__ = (
    "ALWAYS_ON",
    "CATEGORY_MODERATORS",
    "DEFAULT_CHANNELS",
    "EDITORS",
    "MODERATORS",
    "NO_END",
    "USERNAME_PATTERN",
    "Applicant",
    "ApplicantState",
    "Block",
    "BlockKind",
    "Channel",
    "DataExport",
    "Deed",
    "EventKind",
    "Follow",
    "Invitation",
    "KeptAnswer",
    "Leaving",
    "Letter",
    "MailPace",
    "Manner",
    "MemberManager",
    "Notification",
    "NotificationActor",
    "NotificationChoice",
    "NotificationKind",
    "PersonalToken",
    "PushKey",
    "PushSubscription",
    "RoleGrant",
    "Scope",
    "SignIn",
    "SignInHint",
    "SignInOutcome",
    "SignUpBlock",
    "SignUpMode",
    "SignUpPolicy",
    "Spending",
    "TextSize",
    "Theme",
    "TrustLevel",
    "TrustRule",
    "User",
    "Webhook",
    "WebhookDelivery",
)
