"""Appeals: a member answers a decision, and another moderator than the one who decided looks again."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse as address_of
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import NotificationKind, User
from accounts.services.notifications import notify
from feed.errors import NotAllowedError
from moderation.errors import AppealClosedError, AppealRefusedError, NotYoursToDecideError
from moderation.models import APPEAL_LENGTH, Appeal, AppealMessage, AppealState, Decision, Reason
from moderation.selectors.answering import why_not_to_answer
from moderation.services.records import Ruling, in_language_of
from moderation.services.reversing import reverse, takes_away

# Who was away for a season can still appeal (the Digital Services Act asks for six months).
APPEAL_WITHIN: Final = timedelta(days=183)
# More turns of one side than this are no dialogue.
MAX_TURNS: Final = 20
ANSWERED: Final = gettext_noop("Your appeal is answered")
WRITTEN: Final = gettext_noop("About your appeal")


def objection_to_appeal(decision: Decision, *, member: User) -> str:
    """Why this member cannot appeal, in a sentence; "" where it is possible."""
    if decision.member_pk != member.pk or decision.reverses_id or not takes_away(decision):
        return _("This decision takes nothing away from you, so there is nothing to appeal.")
    if decision.actor_id == member.pk:
        return _("You took this decision yourself, so you can take it back yourself.")
    if Decision.objects.filter(reverses=decision).exists():
        return _("This decision was taken back already.")
    if timezone.now() - decision.created_at > APPEAL_WITHIN:
        return _("This decision is more than six months old; it can no longer be appealed.")
    return ""


@transaction.atomic
def open_appeal(decision: Decision, *, member: User, words: str) -> Appeal:
    """Ask that another moderator looks again; the constraint holds that this happens once for each decision.

    Raises:
        AppealRefusedError: this decision cannot be appealed, or was before.
    """
    if objection := objection_to_appeal(decision, member=member):
        raise AppealRefusedError(objection)
    appeal, is_new = Appeal.objects.get_or_create(decision=decision, defaults={"member": member})
    if not is_new:
        raise AppealRefusedError(_("You have appealed this decision already."))
    _write(appeal, author=member, words=words)
    return appeal


@transaction.atomic
def add_message(appeal: Appeal, *, author: User, words: str) -> AppealMessage:
    """Say more, as the member or as a moderator who may answer. The other side is told.

    Raises:
        AppealClosedError: it is answered.
        AppealRefusedError: this side has written MAX_TURNS times.
        NotAllowedError, NotYoursToDecideError: neither the member nor a moderator; the one who decided.
    """
    appeal = _lock(appeal)
    if author.pk != appeal.member_id:
        _require_another(appeal, author)
    if appeal.messages.filter(author=author).count() >= MAX_TURNS:
        raise AppealRefusedError(_("You have said much already; please wait for the answer."))
    message = _write(appeal, author=author, words=words)
    if author.pk != appeal.member_id:
        _tell(appeal, [appeal.member_id], title=WRITTEN, key=f"turn:{message.pk}")
    else:
        others = appeal.messages.exclude(author=author).values_list("author_id", flat=True)
        _tell(appeal, sorted(set(others)), title="", key=f"turn:{message.pk}")
    return message


def say_to_member(
    *, appeal: Appeal, actor: User, note: str, reason: str = Reason.IN_ORDER
) -> AppealMessage:
    """Ask or explain without answering yet. Raises as `add_message`."""
    return add_message(appeal, author=actor, words=note)


def uphold_appeal(
    *, appeal: Appeal, actor: User, note: str, reason: str = Reason.IN_ORDER
) -> Appeal | None:
    """Answer that the decision stands. None if it is answered. Raises as `overturn_appeal`."""
    return _answer(appeal, actor=actor, words=note, state=AppealState.UPHELD)


def overturn_appeal(
    *, appeal: Appeal, actor: User, note: str, reason: str = Reason.IN_ORDER
) -> Appeal | None:
    """Answer that the decision was wrong, and take it back exactly. None if it is answered.

    Raises:
        AppealRefusedError: no words for the member.
        NotAllowedError, NotYoursToDecideError: the actor is no moderator; took the decision; is the member.
        AlreadyTakenBackError: the decision was taken back otherwise.
    """
    return _answer(appeal, actor=actor, words=note, state=AppealState.OVERTURNED)


@transaction.atomic
def _answer(appeal: Appeal, *, actor: User, words: str, state: AppealState) -> Appeal | None:
    try:
        appeal = _lock(appeal)
    except AppealClosedError:
        return None
    _require_another(appeal, actor)
    if not words.strip():
        raise AppealRefusedError(_("Write to the member why; nothing was decided."))
    _write(appeal, author=actor, words=words)
    if state is AppealState.OVERTURNED:
        ruling = Ruling(actor, Reason.IN_ORDER, words, reverses=appeal.decision)
        reverse(appeal.decision, ruling=ruling)
    appeal.state, appeal.answered_by, appeal.answered_at = state, actor, timezone.now()
    appeal.save(update_fields=["state", "answered_by", "answered_at"])
    _tell(appeal, [appeal.member_id], title=ANSWERED, key="answer")
    return appeal


def _lock(appeal: Appeal) -> Appeal:
    """The row as it stands now, locked before all that is decided about. Raises AppealClosedError."""
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("decision", "member")
    locked: Appeal = rows.get(pk=appeal.pk)
    if locked.state != AppealState.OPEN:
        raise AppealClosedError
    return locked


def _require_another(appeal: Appeal, moderator: User) -> None:
    if not moderator.is_moderator:
        raise NotAllowedError
    if obstacle := why_not_to_answer(appeal, moderator=moderator):
        raise NotYoursToDecideError(obstacle)


def _write(appeal: Appeal, *, author: User, words: str) -> AppealMessage:
    return AppealMessage.objects.create(
        appeal=appeal, author=author, words=words.strip()[:APPEAL_LENGTH]
    )


def _tell(appeal: Appeal, pks: list[int], *, title: str, key: str) -> None:
    """The member in his language and to the statement; moderators by whom it is, and to the desk."""
    is_member = pks == [appeal.member_id]
    words = in_language_of(appeal.member_id, title) if is_member else appeal.member.username
    page = ("moderation:decision", appeal.decision_id)
    desk = ("admin:moderation_appeal_change", appeal.pk)
    name, pk = page if is_member else desk
    notify(
        recipient_pks=pks,
        kind=NotificationKind.MODERATION,
        actor=None,
        subject=f"appeal:{appeal.pk}:{key}",
        title=words,
        url=address_of(name, args=[pk]),
    )
