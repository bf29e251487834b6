"""How a member stands to a post, and to what is said under it: all of it in one row."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import Block, Follow, User
from accounts.selectors import unread_rows
from config.prepared import Question, rows_about
from feed.access import MAX_PK
from feed.errors import NotFoundError
from feed.models import (
    CategoryFollow,
    Mute,
    NotRelevant,
    Post,
    PostStatus,
    ReaderState,
    Reading,
    TagFollow,
)
from feed.selectors.attention import Attention, as_attention, attention_columns
from feed.selectors.bookmarks import bookmark_columns
from feed.selectors.choices import Choice, subjects_of
from feed.selectors.kept import VERSION
from feed.selectors.posts import PostPage
from feed.selectors.reactions import reaction_columns


@dataclass(frozen=True)
class Standing:
    """`version`: of the row that this member may see; `row`: what the member has done about the post, by column."""

    member: User
    post_pk: int
    version: str
    is_live: bool
    attention: Attention
    row: dict[str, Any]

    @property
    def reads_as_strangers(self) -> bool:
        """Whether this member is shown what every stranger is: nothing muted or refused, all languages, not the author."""
        row = self.row
        is_choosy = row["mutes"] or row["blocks"] or row["languages"] or row["refuses"]
        return self.is_live and not is_choosy and row["author_id"] != self.member.pk

    @property
    def has_read(self) -> bool:
        """Whether there is nothing to note any more of this post's having been opened."""
        return self.row["has_read"] or self.row["keeps_history"] is False

    @property
    def unread(self) -> int:
        """Notifications."""
        return len(self.row["unread"])

    @property
    def my_reaction(self) -> str | None:
        kind: str | None = self.row["my_reaction"]
        return kind

    @property
    def kept_on(self) -> int | None:
        """Key of the list on which the member keeps the post."""
        list_pk: int | None = self.row["kept_on"]
        return list_pk

    def has_marks_in(self, page: PostPage) -> bool:
        """Whether the conversation looks otherwise to this member: an own word, a vote, something new."""
        seen_pk = self.attention.seen_pk
        has_news = seen_pk is not None and page.thread.newest_pk > seen_pk
        return has_news or bool(self.attention.votes) or self.member.pk in page.speakers

    @property
    def follows(self) -> tuple[object, ...]:
        """The same for two members who chose alike about author, category and tags of the post."""
        row = self.row
        return (row["follows_author"], row["follows_category"], *sorted(row["followed_tags"]))

    def choices(self, page: PostPage) -> list[Choice]:
        """About author, category and tags, of somebody who mutes none of them."""
        row = self.row
        followed = {
            "author": {page.post.author_id} if row["follows_author"] else set(),
            "category": {page.post.category_id} if row["follows_category"] else set(),
            "tag": set(row["followed_tags"]),
        }
        return [
            Choice(each, is_followed=pk in followed[kind], is_muted=False, may_choose=True)
            for kind, pk, each in subjects_of(page.post, tags=page.tags)
        ]


def standing_question(pk: int) -> Question | None:
    """What `standing_to` asks; None for what is no key of any post."""
    return Question("standing", _rows, (pk,)) if 0 < pk <= MAX_PK else None


def standing_to(pk: int, member: User) -> Standing:
    """For members who are no moderators. Raises NotFoundError: there is none, or this member may not see it."""
    question = standing_question(pk)
    row = next(rows_about(member, question), None) if question else None
    if row is None:
        raise NotFoundError
    return Standing(
        member=member,
        post_pk=pk,
        version=str(row["row_version"]),
        is_live=row["status"] == PostStatus.PUBLISHED,
        attention=as_attention(row),
        row=row,
    )


def _rows(post_pk: int, member_pk: int) -> QuerySet[Any, Any]:
    member = User(pk=member_pk)
    here = {"post": OuterRef("pk"), "member": member}
    state = ReaderState.objects.filter(member=member)
    columns = reaction_columns(member) | bookmark_columns(member) | attention_columns(member)
    for name in ("reaction_totals_found", "muted", "blocked"):
        del columns[
            name
        ]  # the same for all; and who mutes or blocks anybody does not read as strangers do
    columns |= {
        "row_version": VERSION,
        "mutes": Exists(Mute.objects.filter(member=member)),
        "blocks": Exists(Block.objects.by(member)),
        "languages": Subquery(state.values("languages")),
        "keeps_history": Subquery(state.values("keeps_history")),
        "refuses": Exists(NotRelevant.objects.filter(under=OuterRef("pk"), member=member)),
        "has_read": Exists(Reading.objects.filter(**here, read_at__isnull=False)),
        "follows_author": Exists(
            Follow.objects.filter(follower=member, followed=OuterRef("author"))
        ),
        "follows_category": Exists(
            CategoryFollow.objects.filter(member=member, category=OuterRef("category"))
        ),
        "followed_tags": ArraySubquery(
            TagFollow.objects.filter(member=member, tag__posts=OuterRef("pk")).values("tag")
        ),
        "unread": ArraySubquery(unread_rows(member_pk)),
    }
    posts = Post.objects.visible_to(member).filter(pk=post_pk).order_by()
    found: QuerySet[Any, Any] = posts.values("status", "author_id", **columns)
    return found
