"""What the spam filter learns from moderators."""

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from feed import tasks
from feed.models import Comment, ContactKey, ContactUse, Post, SpamExample, SpamModel, TextKind
from feed.spam import store


def teach_post(post: Post, *, is_spam: bool) -> None:
    """Let the filter learn that a post is spam, or is none."""
    _teach(TextKind.POST, post.pk, text=f"{post.title}\n{post.body}", is_spam=is_spam)


def teach_comment(comment: Comment, *, is_spam: bool) -> None:
    """Let the filter learn that a comment is spam, or is none; nothing is left to learn from a deleted one."""
    _teach(TextKind.COMMENT, comment.pk, text=comment.body, is_spam=is_spam)


def teach_member(member: User, *, is_spam: bool) -> None:
    """Let the filter learn that a profile is spam, or is none; nothing is to be learned from an empty one."""
    text = f"{member.display_name}\n{member.bio}" if member.bio else ""
    _teach(TextKind.PROFILE, member.pk, text=text, is_spam=is_spam)


@transaction.atomic
def forget(kind: TextKind, pk: int) -> None:
    """Take back what a decision taught about a text: at once for its contacts, for the words with the next version."""
    if SpamExample.objects.filter(kind=kind, subject_pk=pk).delete()[0]:
        _recount_contacts(kind, pk)


def use_model(model: SpamModel) -> bool:
    """Judge with another version from now on; False if it is in use already."""
    if model.is_active:
        return False
    store.activate(model.pk)
    return True


def use_shipped_model() -> bool:
    """Judge with the model that came with the program; False if it is in use already."""
    if not SpamModel.objects.filter(is_active=True).exists():
        return False
    store.activate(store.SHIPPED)
    return True


@transaction.atomic
def _teach(kind: TextKind, pk: int, *, text: str, is_spam: bool) -> None:
    """The last decision counts; the same one again teaches nothing new."""
    if not text.strip():
        return
    example, is_new = SpamExample.objects.select_for_update().get_or_create(
        kind=kind, subject_pk=pk, defaults={"text": text, "is_spam": is_spam}
    )
    if not is_new:
        if (example.text, example.is_spam) == (text, is_spam):
            return
        SpamExample.objects.filter(pk=example.pk).update(
            text=text, is_spam=is_spam, decided_at=timezone.now(), learned_at=None
        )
    _recount_contacts(kind, pk)
    tasks.learn_spam.delay_on_commit()


def _recount_contacts(kind: TextKind, pk: int) -> None:
    """Bring the reputation of a text's contacts into line with all decisions about texts that name them."""
    keys = ContactKey.objects.filter(uses__kind=kind, uses__subject_pk=pk)
    locked = list(keys.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    ContactKey.objects.filter(pk__in=locked).update(
        spam_count=_decided(is_spam=True), good_count=_decided(is_spam=False)
    )


def _decided(*, is_spam: bool) -> Coalesce:
    """For each contact: texts that name it and were decided so."""
    decided = SpamExample.objects.filter(
        kind=OuterRef("kind"), subject_pk=OuterRef("subject_pk"), is_spam=is_spam
    )
    uses = ContactUse.objects.filter(contact=OuterRef("pk")).annotate(
        decided=Subquery(decided.order_by().values("pk")[:1])
    )
    counts = (
        uses.filter(decided__isnull=False)
        .order_by()
        .values("contact")
        .annotate(count=Count(F("pk")))
        .values("count")
    )
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)
