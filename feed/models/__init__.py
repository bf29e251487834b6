"""Models of the feed."""

from feed.models.autosave import Autosave
from feed.models.campaign import CampaignStatus, SpamCampaign, TemplatePrint
from feed.models.category import Category, Tag
from feed.models.comment import Comment, CommentStatus
from feed.models.contact import ContactKey, ContactKind, ContactStanding, ContactUse
from feed.models.features import PostFeatures
from feed.models.following import CategoryFollow, TagFollow
from feed.models.image import Image
from feed.models.interests import MemberInterests
from feed.models.judgement import MEMBER_KINDS, Judgement, SpamExample, SpamModel, TextKind
from feed.models.link import LinkPreview, PreviewStatus
from feed.models.mute import Mute
from feed.models.outside import HubPing, OutsideFeed, OutsideItem
from feed.models.pending_edit import PendingEdit, PendingState
from feed.models.poll import Poll, PollChoice, PollVote
from feed.models.post import Post
from feed.models.post_queryset import PostStatus
from feed.models.reaction import Bookmark, BookmarkList, Reaction, ReactionKind, ReactionTotal
from feed.models.read_more import CoRead, NotRelevant, ReadMoreList, ReadMoreRule, ReadMoreRun
from feed.models.reading import ReaderState, Reading
from feed.models.revision import Revision
from feed.models.rule import (
    Fact,
    Operator,
    RuleAction,
    RuleCondition,
    RuleHit,
    RuleMatch,
    RuleState,
    RuleVersion,
    WrittenRule,
)
from feed.models.series import Series
from feed.models.site import SiteSettings
from feed.models.thread import CommentVote, FollowLevel, Mention, ReadMark, ThreadFollow
from feed.models.vectors import Encoder, PostVector

__all__ = [
    "MEMBER_KINDS",
    "Autosave",
    "Bookmark",
    "BookmarkList",
    "CampaignStatus",
    "Category",
    "CategoryFollow",
    "CoRead",
    "Comment",
    "CommentStatus",
    "CommentVote",
    "ContactKey",
    "ContactKind",
    "ContactStanding",
    "ContactUse",
    "Encoder",
    "Fact",
    "FollowLevel",
    "HubPing",
    "Image",
    "Judgement",
    "LinkPreview",
    "MemberInterests",
    "Mention",
    "Mute",
    "NotRelevant",
    "Operator",
    "OutsideFeed",
    "OutsideItem",
    "PendingEdit",
    "PendingState",
    "Poll",
    "PollChoice",
    "PollVote",
    "Post",
    "PostFeatures",
    "PostStatus",
    "PostVector",
    "PreviewStatus",
    "Reaction",
    "ReactionKind",
    "ReactionTotal",
    "ReadMark",
    "ReadMoreList",
    "ReadMoreRule",
    "ReadMoreRun",
    "ReaderState",
    "Reading",
    "Revision",
    "RuleAction",
    "RuleCondition",
    "RuleHit",
    "RuleMatch",
    "RuleState",
    "RuleVersion",
    "Series",
    "SiteSettings",
    "SpamCampaign",
    "SpamExample",
    "SpamModel",
    "Tag",
    "TagFollow",
    "TemplatePrint",
    "TextKind",
    "ThreadFollow",
    "WrittenRule",
]
