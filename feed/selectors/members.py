"""The pages of a member: what one published, answered and appreciated."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.selectors import inviter_of
from feed.access import Visitor, may_see_reactions_of
from feed.models import Comment, Judgement, Post, Reaction, TextKind
from feed.selectors.pages import Order, Page, read_page
from feed.selectors.tabs import TabLink

WRITTEN: Final = Order("written", "created_at")
GIVEN: Final = Order("given", "created_at")
# What neither a row of a comment nor one of a post shows.
UNREAD: Final = ("post__body", "post__body_html", "post__search", "post__held_reasons")


class MemberTab(StrEnum):
    """What a member did; the value names the address."""

    POSTS = "member"
    COMMENTS = "member-comments"
    REACTIONS = "member-reactions"

    @property
    def label(self) -> Promise:
        return MEMBER_TAB_LABELS[self]

    def path_of(self, member: User) -> str:
        return reverse(f"feed:{self.value}", args=[member.username])


MEMBER_TAB_LABELS: Final[dict[MemberTab, Promise]] = {
    MemberTab.POSTS: _("Posts"),
    MemberTab.COMMENTS: _("Comments"),
    MemberTab.REACTIONS: _("Appreciated"),
}


@dataclass(frozen=True)
class MemberStats:
    """What a member has published, and who invited the member; None where nobody did.

    `is_held`: what the member says of himself waits for a moderator, and is for the member alone until then.
    """

    post_count: int
    comment_count: int
    inviter: User | None = None
    is_held: bool = False


def member_stats(member: User) -> MemberStats:
    counted = User.objects.filter(pk=member.pk).values_list(
        _count_of(Post.objects.live().by(member)),
        _count_of(Comment.objects.live().filter(author=member)),
        Exists(Judgement.objects.about(TextKind.PROFILE, member.pk).unanswered()),
    )
    post_count, comment_count, is_held = counted.get()
    return MemberStats(post_count, comment_count, inviter_of(member), is_held=is_held)


def _count_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows of one author there are, as a part of another query."""
    counted = rows.order_by().values("author").values_list(Count("pk"))
    return Coalesce(Subquery(counted), 0)


def member_tabs(member: User, open_tab: MemberTab, *, visitor: Visitor) -> list[TabLink]:
    """The tabs of a member's pages; what was appreciated only for those who may see it."""
    hidden = set() if may_see_reactions_of(visitor, member) else {MemberTab.REACTIONS}
    return [
        TabLink(tab.label, tab.path_of(member), tab is open_tab)
        for tab in MemberTab
        if tab not in hidden
    ]


def comments_page(member: User, *, visitor: Visitor, cursor: str | None) -> Page[Comment]:
    """Live comments of a member, newest first, with their posts; without what the visitor does not want to see.

    Raises:
        BadCursorError: `cursor` is broken or belongs to another list.
    """
    comments = Comment.objects.live().filter(_is_wanted(visitor), author=member)
    whole = comments.wanted_by(visitor).select_related("author", "post__author").defer(*UNREAD)
    return read_page(whole, order=_of(WRITTEN, member), cursor=cursor)


def reactions_page(member: User, *, visitor: Visitor, cursor: str | None) -> Page[Reaction]:
    """Reactions that a member gave, newest first, with their posts; without what the visitor does not want to see.

    Whether the visitor may see them at all, a door has asked. Raises BadCursorError.
    """
    given = Reaction.objects.filter(_is_wanted(visitor), member=member)
    beside = (f"post__{name}" for name in ("author", "category", "lead_image", "link"))
    whole = given.select_related(*beside).defer(*UNREAD)
    return read_page(whole, order=_of(GIVEN, member), cursor=cursor)


def _is_wanted(visitor: Visitor) -> Exists:
    """It is about a post that everybody may see, and that this visitor wants to."""
    return Exists(Post.objects.live().wanted_by(visitor).filter(pk=OuterRef("post")))


def _of(order: Order, member: User) -> Order:
    return replace(order, name=f"{order.name}{member.pk}")
