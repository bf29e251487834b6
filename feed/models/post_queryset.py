"""Which posts are whose to see: where a post stands, and the words that every listing is asked in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, Follow, TrustLevel
from feed.models.following import CategoryFollow, TagFollow
from feed.models.mute import Mute
from feed.models.search import matches_keyword

if TYPE_CHECKING:
    from accounts.models import User
    from feed.models.category import Category, Tag
    from feed.models.post import Post  # noqa: F401  (named in quotes below)


class PostStatus(models.TextChoices):
    """Where a post stands between its author and its readers."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    HELD = "held", _("held for moderators")
    HIDDEN = "hidden", _("hidden by moderators")


class PostQuerySet(models.QuerySet["Post"]):
    def live(self) -> Self:
        """What every reader may see."""
        return self.filter(status=PostStatus.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Live posts, one's own in any state, and everything for moderators."""
        if not user.is_authenticated:
            return self.live()
        if user.is_moderator:
            return self
        return self.filter(Q(status=PostStatus.PUBLISHED) | Q(author=user))

    def wanted_by(self, reader: User | AnonymousUser) -> Self:
        """Without what this reader muted, and without those whom the reader blocks: the one word for every list."""
        if not reader.is_authenticated:
            return self
        mutes = Mute.objects.filter(member=reader)
        keyword = matches_keyword(
            F("keyword"), language=OuterRef("language"), search=OuterRef("search")
        )
        return self.filter(
            ~Exists(Block.objects.filter(blocker=reader, blocked=OuterRef("author"))),
            ~Exists(mutes.filter(author=OuterRef("author"))),
            ~Exists(mutes.filter(category=OuterRef("category"))),
            ~Exists(mutes.filter(tag__posts=OuterRef("pk"))),
            ~Exists(mutes.exclude(keyword="").filter(keyword)),
        )

    def followed_by(self, member: User) -> Self:
        """By members, in categories or with tags that this member follows."""
        tags = TagFollow.objects.filter(member=member, tag__posts=OuterRef("pk"))
        return self.filter(
            Q(author__in=Follow.objects.filter(follower=member).values("followed"))
            | Q(category__in=CategoryFollow.objects.filter(member=member).values("category"))
            | Exists(tags)
        )

    def in_languages(self, codes: Collection[str]) -> Self:
        """Posts in one of these languages; in any, where none is named."""
        return self.filter(language__in=codes) if codes else self

    def since(self, instant: datetime | None) -> Self:
        return self.filter(published_at__gte=instant) if instant else self

    def indexable(self) -> Self:
        """Live, by authors beyond probation: what search engines and programs elsewhere are told of."""
        return self.live().beyond_probation()

    def beyond_probation(self) -> Self:
        """By authors whom moderators, or time and readers, have given some trust."""
        return self.filter(Q(author__trust_level__gt=TrustLevel.NEW) | Q(author__is_staff=True))

    def pinned(self) -> Self:
        return self.filter(is_pinned=True)

    def scheduled(self) -> Self:
        return self.filter(status=PostStatus.SCHEDULED)

    def by(self, member: User) -> Self:
        return self.filter(author=member)

    def in_category(self, category: Category) -> Self:
        return self.filter(category=category)

    def tagged(self, tag: Tag) -> Self:
        return self.filter(tags=tag)

    def latest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def hottest(self) -> Self:
        return self.order_by("-hotness", "-pk")

    def best_first(self) -> Self:
        return self.order_by("-score", "-pk")

    def with_cards(self) -> Self:
        """All that a row of a listing shows, without the bodies."""
        return self.select_related("author", "category", "lead_image", "link").without_text()

    def without_text(self) -> Self:
        return self.defer("body", "body_html", "search", "held_reasons")
