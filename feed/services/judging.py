"""Judging what members write, and keeping what was found, so that moderators see why and others can learn from it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from feed import tasks
from feed.errors import TextRefusedError
from feed.models import ContactKey, ContactUse, Judgement, PostFeatures, TextKind
from feed.selectors.suspicion import (
    copied_from_others,
    is_of_quarantined_campaign,
    known_contacts,
)
from feed.services.ruling import Hits, hits_of, keep_hits
from feed.spam import store
from feed.spam.campaigns import keep_print
from feed.spam.contacts import contacts_in
from feed.spam.submission import Submission
from feed.spam.verdict import Action, Verdict, judge, with_rules
from feed.spam.written import Words, facts_of
from feed.text.shingles import min_hashes


@dataclass(frozen=True)
class Text:
    """What a member wrote. `more`: words beside it that readers see too: answers of a poll, a series' title, a link.

    `category`, `language`: short name and code, or "".
    """

    kind: TextKind
    author: User
    body: str
    title: str = ""
    more: str = ""
    category: str = ""
    language: str = ""

    @property
    def all(self) -> str:
        return "\n".join(part for part in (self.title, self.more, self.body) if part)


@dataclass(frozen=True)
class Weighed:
    """A verdict with the copied share that it was made from, and the written rules that held."""

    verdict: Verdict
    copied_share: float
    hits: Hits = ()


def weigh(text: Text) -> Weighed:
    """The verdict on a text, from all that the site knows; reads only."""
    is_post = text.kind == TextKind.POST
    share = copied_from_others(text.all, author_pk=text.author.pk) if is_post else 0.0
    submission = Submission(
        title=text.title,
        body=f"{text.more}\n\n{text.body}" if text.more else text.body,
        has_standing=text.author.has_standing,
        contacts=known_contacts(text.all),
        reading=store.read(text.all),
        copied_share=share,
        in_quarantine=is_post and is_of_quarantined_campaign(text.all),
    )
    hits = written_hits(text, submission)
    return Weighed(with_rules(judge(submission), hits), share, hits)


def written_hits(text: Text, submission: Submission) -> Hits:
    """The rules that moderators wrote, in force or watched, that hold for a text."""
    reading = submission.reading
    facts = facts_of(
        Words(text.kind, text.title, text.all, text.category, text.language),
        author=text.author,
        contacts=[known.contact for known in submission.contacts or ()],
        probability=reading.probability if reading else 0.0,
        now=timezone.now(),
    )
    return hits_of(facts)


def require_accepted(verdict: Verdict) -> None:
    """Raises TextRefusedError: the text holds what moderators have blocked, or a rule of theirs refuses it."""
    if verdict.refusal:
        raise TextRefusedError(verdict.refusal)
    if verdict.action is Action.REJECT:
        named = ", ".join(verdict.evidence[0].words)
        raise TextRefusedError(
            _(
                "Moderators have blocked what this text points to (%(contacts)s). Take it out, then send it again."
            )
            % {"contacts": named}
        )


def require_inconspicuous(author: User, words: str) -> None:
    """For a few words that cannot wait anywhere, such as the title of a series.

    Raises:
        TextRefusedError: they look like spam, or point to what moderators have blocked.
    """
    if objection := objection_to_words(author, words):
        raise TextRefusedError(objection)


def objection_to_words(author: User | None, words: str) -> str:
    """What to tell the author of a few words that look like spam or point to what is blocked; "" for others.

    `author`: None for somebody who is about to sign up.
    """
    if not words.strip() or (author and author.is_moderator):
        return ""
    spaced = words.replace("_", " ").replace("-", " ") if author is None else words
    verdict = judge(
        Submission(
            title="",
            body=spaced,
            has_standing=bool(author and author.has_standing),
            contacts=known_contacts(spaced),
            reading=store.read(words) if author else None,
        )
    )
    if verdict.action is Action.ALLOW:
        return ""
    return _(
        "These words look like advertising. Take out addresses, numbers and offers, then send them again."
    )


@transaction.atomic
def keep_judgement(text: Text, *, pk: int, weighed: Weighed) -> None:
    """Store the verdict on a text that has a row by now; the last one counts."""
    verdict = weighed.verdict
    found = {
        "action": verdict.action,
        "probability": verdict.probability,
        "model_version": verdict.model_version,
        "evidence": [each.as_json() for each in verdict.evidence],
        "judged_at": timezone.now(),
    }
    Judgement.objects.bulk_create(
        [Judgement(kind=text.kind, subject_pk=pk, **found)],
        update_conflicts=True, unique_fields=["kind", "subject_pk"], update_fields=list(found),
    )  # fmt: skip
    keep_hits(weighed.hits, kind=text.kind, pk=pk, title=text.title or text.body)
    if text.kind == TextKind.POST:
        PostFeatures.objects.keep(
            pk, spam_probability=verdict.probability, copied_share=weighed.copied_share
        )


@transaction.atomic
def keep_traces(text: Text, *, pk: int) -> None:
    """Store which contacts a text names, and the template that a post is made from."""
    contacts = contacts_in(text.all)
    if contacts:
        rows = [ContactKey(kind=each.kind, value=each.value) for each in sorted(contacts)]
        ContactKey.objects.bulk_create(rows, ignore_conflicts=True)
        keys = ContactKey.objects.filter(
            value__in=[each.value for each in contacts], kind__in={each.kind for each in contacts}
        )
        uses = [
            ContactUse(contact=key, kind=text.kind, subject_pk=pk, author=text.author)
            for key in keys
        ]
        ContactUse.objects.bulk_create(uses, ignore_conflicts=True)
    if text.kind == TextKind.POST:
        _keep_likeness(text, pk)


def _keep_likeness(text: Text, pk: int) -> None:
    """What copies and other texts of the same template are told by."""
    hashes = list(min_hashes(text.all))
    PostFeatures.objects.keep(pk, min_hashes=hashes)
    if keep_print(post_pk=pk, author_pk=text.author.pk, text=text.all):
        tasks.find_campaign.delay_on_commit(pk)
