"""Going: asked for, thought over, done."""

from datetime import datetime, timedelta
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CASCADE, Model
from django.utils import timezone

from accounts.belongings import REGISTRY, kept_labels
from accounts.models import DataExport, Leaving, Letter, Manner, User
from accounts.services.exporting import forget_export
from accounts.services.notifications import withdraw_all_of
from config.freshness import withdraw

# Long enough to come back from a holiday to an account that somebody else wanted to delete.
GRACE: Final = timedelta(days=14)


def ask_to_leave(member: User, *, manner: Manner, now: datetime | None = None) -> Leaving:
    """From now on the account has GRACE to live; asking again changes the manner, not the day."""
    due_at = (now or timezone.now()) + GRACE
    leaving, _is_new = Leaving.objects.update_or_create(
        member=member,
        defaults={"manner": manner},
        create_defaults={"manner": manner, "due_at": due_at},
    )
    return leaving


def stay(member: User) -> bool:
    """Think better of it; False where there is nothing to undo."""
    return bool(Leaving.objects.filter(member=member).delete()[0])


def erase_due(*, now: datetime | None = None) -> int:
    """Erase the accounts whose grace is over; returns how many."""
    due = Leaving.objects.filter(due_at__lte=now or timezone.now()).order_by("due_at")
    leavings = list(due.select_related("member"))
    for leaving in leavings:
        erase(leaving.member, manner=Manner(leaving.manner))
    return len(leavings)


def erase(member: User, *, manner: Manner) -> None:
    """Remove a member, or his name. Safe to run again after a failure in the middle: the departure goes last.

    What others wrote stays. The row of the account stays too, with nothing in it, because decisions and conversations
    point to it; it says "Former member", and nobody can sign in to it.
    """
    _shut(member)
    withdraw_all_of(member)
    for belongings in REGISTRY.values():
        belongings.erase(member, manner)
    for export in DataExport.objects.filter(member=member):
        forget_export(export)
    _strip(member, kept=kept_labels(manner))


def _shut(member: User) -> None:
    """Nobody signs in, and who is signed in is not any more."""
    User.objects.filter(pk=member.pk).update(is_active=False)
    keys = list(UserSession.objects.filter(user=member).values_list("session_key", flat=True))
    Session.objects.filter(pk__in=keys).delete()


@transaction.atomic
def _strip(member: User, *, kept: frozenset[str]) -> None:
    """Delete every row that is the member's alone, the departure among them, and empty the account."""
    member = User.objects.select_for_update().get(pk=member.pk)
    for model, field in owned_rows():
        if model._meta.label_lower not in kept:
            model._default_manager.filter(**{field: member}).delete()
    Letter.objects.filter(to=member.email).delete()
    member.groups.clear()
    member.user_permissions.clear()
    if member.avatar:
        name, storage = str(member.avatar.name), member.avatar.storage
        transaction.on_commit(lambda: storage.delete(name), robust=True)
    _empty(member)
    withdraw(f"member:{member.pk}")


def owned_rows() -> list[tuple[type[Model], str]]:
    """(model, field) of all rows that would go with the account's row, of every app."""
    return [
        (relation.related_model, relation.field.name)
        for relation in User._meta.related_objects
        if getattr(relation, "on_delete", None) is CASCADE
    ]


def _empty(member: User) -> None:
    member.username = f"former-member-{member.pk}"
    member.set_unusable_password()
    member.email = member.display_name = member.bio = member.language = member.time_zone = ""
    member.avatar = ""
    member.is_staff = member.is_superuser = member.is_active = False
    member.last_login = None
    member.left_at = timezone.now()
    member.save()
