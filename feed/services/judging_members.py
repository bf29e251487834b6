"""Judging what members say of themselves: the name at sign-up, and the profile at each change.

What points to something blocked, or looks like advertising by itself, is refused at the door (feed.services.judging); so is
what a moderator's rule in force refuses.
What is suspicious as a whole is stored, waits in the review queue, and until a moderator has looked nobody else reads it.
"""

from django.db import transaction

from accounts.models import User
from accounts.wording import Written
from feed import shown
from feed.models import Judgement, TextKind
from feed.selectors.suspicion import known_contacts
from feed.services.judging import Text, Weighed, keep_judgement, keep_traces, written_hits
from feed.services.ruling import refuses_some
from feed.spam import store
from feed.spam.rules import SUSPICIOUS
from feed.spam.submission import Submission
from feed.spam.verdict import Action, Verdict, judge, with_rules


def objection_by_rules(member: User, what: Written) -> str:
    """What a rule that refuses tells whose words are set but not stored; "" where none is in force, or none holds."""
    if not refuses_some(what.value):
        return ""
    return _weigh(member_text(member, TextKind(what.value))).verdict.refusal


@transaction.atomic
def judge_member(member: User, what: Written) -> Verdict:
    """Store the verdict on a member's words as they stand now; the last one counts."""
    text = member_text(member, TextKind(what.value))
    weighed = _weigh(text)
    verdict = weighed.verdict
    keep_judgement(text, pk=member.pk, weighed=weighed)
    keep_traces(text, pk=member.pk)
    is_open = verdict.action is not Action.ALLOW or (verdict.probability or 0.0) >= SUSPICIOUS
    Judgement.objects.about(text.kind, member.pk).update(
        is_open=is_open and not member.is_moderator
    )
    shown.tell_member_changed(member.pk)
    return verdict


@transaction.atomic
def answer_judgements(member_pk: int) -> list[int]:
    """A moderator has looked at a member: what was open is answered. Returns the keys of the judgements."""
    rows = Judgement.objects.about_member(member_pk).unanswered()
    pks = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    Judgement.objects.filter(pk__in=pks).update(is_open=False)
    shown.tell_member_changed(member_pk)
    return pks


def member_text(member: User, kind: TextKind) -> Text:
    """A member's words as they are judged: the name with its parts as words, or name shown and profile."""
    if kind is TextKind.NAME:
        words = member.username.replace("_", " ").replace("-", " ").replace(".", " ")
        return Text(TextKind.NAME, member, body=words)
    return Text(TextKind.PROFILE, member, title=member.display_name, body=member.bio)


def _weigh(text: Text) -> Weighed:
    """By the rules, the classifier and the rules that moderators wrote, but for the staff, which is asked none."""
    submission = Submission(
        title=text.title,
        body=text.body,
        has_standing=text.author.has_standing,
        contacts=known_contacts(text.all),
        reading=store.read(text.all),
    )
    hits = () if text.author.is_moderator else written_hits(text, submission)
    return Weighed(with_rules(judge(submission), hits), copied_share=0.0, hits=hits)
