"""Who answers an appeal: another moderator than the one who decided, and not the member concerned."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import MODERATORS, User
from moderation.models import Appeal


def why_not_to_answer(appeal: Appeal, *, moderator: User) -> str:
    """Why this moderator cannot answer, in a sentence that says what to do; "" where nothing is in the way.

    A query where something is.
    """
    if moderator.pk == appeal.member_id:
        return _("Nobody answers an appeal of his or her own.")
    if moderator.pk != appeal.decision.actor_id:
        return ""
    return who_answers_instead(moderator, member_pk=appeal.member_id)


def who_answers_instead(moderator: User, *, member_pk: int) -> str:
    """What the moderator who took a decision reads beside the appeal. One query."""
    if _others().exclude(pk__in=(moderator.pk, member_pk)).exists():
        return _("You took this decision, so another moderator answers the appeal.")
    return _(
        "You took this decision, and there is no second moderator. An administrator makes one: on the page of a member, staff status and the group “moderators”. The appeal waits until then."
    )


def _others() -> "QuerySet[User]":
    is_one = Q(is_superuser=True) | Q(is_staff=True, groups__name=MODERATORS)
    return User.objects.filter(is_one, is_active=True, suspended_until=None)
