"""The reasons of decisions, for those who choose one and for those who look for what was decided for one."""

from django.db.models import Exists, OuterRef, QuerySet

from moderation.models import Decision, DecisionReason


def offered_choices() -> list[tuple[str, str]]:
    """(code, words in the reader's language) of what moderators may choose, in its order."""
    return [(reason.code, str(reason)) for reason in DecisionReason.objects.offered()]


def offered_codes() -> list[str]:
    """The codes of what moderators may choose, in its order."""
    return list(DecisionReason.objects.offered().values_list("code", flat=True))


def all_reasons() -> QuerySet[DecisionReason]:
    """Every reason that there is, in the order in which moderators see them; also those that are not offered."""
    return DecisionReason.objects.all()


def choices_in_use() -> list[tuple[str, str]]:
    """(code, words) of what something was decided for, offered or not; a look into the index for each."""
    used = Decision.objects.filter(reason=OuterRef("pk"))
    return [(reason.code, str(reason)) for reason in DecisionReason.objects.filter(Exists(used))]


def all_codes() -> list[str]:
    """Of every reason that there is."""
    return list(all_reasons().values_list("code", flat=True))
