"""Decisions for those who may read them."""

from django.db.models import QuerySet

from accounts.models import User
from moderation.models import Decision


def decisions_seen_by(member: User) -> QuerySet[Decision]:
    """All for a moderator, else those that concern the member; with who decided."""
    decisions = Decision.objects.select_related("actor")
    return decisions if member.is_moderator else decisions.filter(member_pk=member.pk)
