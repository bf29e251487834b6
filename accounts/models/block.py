"""Who wants nothing of whom."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.user import User


class BlockQuerySet(models.QuerySet["Block"]):
    """The vocabulary for blocks."""

    def by(self, member: "User") -> Self:
        return self.filter(blocker=member)

    def of(self, member: "User") -> Self:
        return self.filter(blocked=member)

    def between(self, one: "User", other: "User") -> Self:
        """A block in either direction."""
        return self.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one))


class Block(models.Model):
    """One member blocks another: what the blocked one writes stays out of the blocker's sight, and finds no way to him.

    The blocked member is not told.
    """

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocked_by")
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects: ClassVar = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = (
            models.UniqueConstraint("blocker", "blocked", name="accounts_block_once"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="accounts_block_not_oneself"
            ),
        )
        indexes = (
            models.Index(
                F("blocker"), F("created_at").desc(), F("id").desc(), name="accounts_block_newest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.blocker_id} → {self.blocked_id}"
