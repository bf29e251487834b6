"""Decisions about posts."""

from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from feed.models import Post, ReadMoreList
from feed.services import pinning, publishing, teaching
from moderation.models import Batch, Decision, Reason, SubjectKind, Verb
from moderation.selectors.reports import is_reported
from moderation.services.records import Ruling, Subject, lesson_of, record


def release_post(
    *,
    post: Post,
    actor: User,
    reason: str = Reason.IN_ORDER,
    note: str = "",
    batch: Batch | None = None,
) -> Decision | None:
    """Publish a held post. None if it is not held. `batch`: the act that it is part of."""
    return _decide(
        Verb.RELEASE,
        post=post,
        ruling=Ruling(actor, reason, note, batch=batch),
        applies=lambda post: post.is_held,
        effect=lambda post: publishing.publish_post(post, actor=actor),
    )


def hide_post(
    *,
    post: Post,
    actor: User | None,
    reason: str,
    note: str = "",
    batch: Batch | None = None,
) -> Decision | None:
    """Take a published post from its readers, or keep a held one from them; confirm what reports have hidden. None else."""
    return _decide(
        Verb.HIDE,
        post=post,
        ruling=Ruling(actor, reason, note, batch=batch),
        applies=lambda post: (
            post.is_live or post.is_held or (post.is_hidden and _is_reported(post))
        ),
        effect=publishing.hide_post,
    )


def keep_post(
    *, post: Post, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Answer the reports on a published post: it stays. None if it is not published, or nothing is reported."""
    return _decide(
        Verb.KEEP,
        post=post,
        ruling=Ruling(actor, reason, note),
        applies=lambda post: post.is_live and _is_reported(post),
        effect=lambda _post: None,
    )


def restore_post(
    *, post: Post, actor: User, reason: str = Reason.IN_ORDER, note: str = ""
) -> Decision | None:
    """Bring a hidden post back to its readers. None if it is not hidden."""
    return _decide(
        Verb.RESTORE,
        post=post,
        ruling=Ruling(actor, reason, note),
        applies=lambda post: post.is_hidden,
        effect=lambda post: publishing.publish_post(post, actor=actor),
    )


def reveal_post(pk: int, *, ruling: Ruling) -> Decision | None:
    """Take back a hiding, for the ruling's reason. None if the post is gone, or is not hidden any more."""
    post = Post.objects.filter(pk=pk).first()
    if post is None:
        return None
    return _decide(
        Verb.RESTORE,
        post=post,
        ruling=ruling,
        applies=lambda post: post.is_hidden,
        effect=lambda post: publishing.publish_post(post, actor=ruling.actor or post.author),
    )


def hold_post_again(*, post: Post, actor: User, reverses: Decision) -> Decision | None:
    """Let a post wait again, for the reasons that it waited for before a decision. None if it is a draft, or waits."""
    return _decide(
        Verb.HOLD,
        post=post,
        ruling=Ruling(actor, Reason.OTHER, reverses=reverses),
        applies=lambda post: post.is_live or post.is_hidden,
        effect=lambda post: publishing.hold_post(post, reasons=reverses.evidence["held_reasons"]),
    )


def feature_post(
    *, post: Post, actor: User, reason: str = Reason.EDITORIAL, note: str = ""
) -> Decision | None:
    """Put a published post at the head of the front page. None if it is there, or not published."""
    return _decide(
        Verb.FEATURE,
        post=post,
        ruling=Ruling(actor, reason, note),
        applies=lambda post: post.is_live and not post.is_featured,
        effect=lambda post: publishing.feature_post(post, is_featured=True),
    )


def unfeature_post(
    *, post: Post, actor: User, reason: str = Reason.EDITORIAL, note: str = ""
) -> Decision | None:
    """Take a post from the head of the front page. None if it is not featured."""
    return _decide(
        Verb.UNFEATURE,
        post=post,
        ruling=Ruling(actor, reason, note),
        applies=lambda post: post.is_featured,
        effect=lambda post: publishing.feature_post(post, is_featured=False),
    )


def pin_post(
    *, post: Post, actor: User, reason: str = Reason.EDITORIAL, note: str = ""
) -> Decision | None:
    """Keep a published post on top of its category and the front page. None if it is, or not published.

    Raises:
        NotPossibleError: as many posts of the category are pinned as there may be.
    """
    return _decide(
        Verb.PIN,
        post=post,
        ruling=Ruling(actor, reason, note),
        applies=lambda post: post.is_live and not post.is_pinned,
        effect=pinning.pin_post,
    )


def unpin_post(
    *, post: Post, actor: User, reason: str = Reason.EDITORIAL, note: str = ""
) -> Decision | None:
    """Let a post sink like any other. None if it is not pinned."""
    return _decide(
        Verb.UNPIN,
        post=post,
        ruling=Ruling(actor, reason, note),
        applies=lambda post: post.is_pinned,
        effect=pinning.unpin_post,
    )


@transaction.atomic
def _decide(
    verb: Verb,
    *,
    post: Post,
    ruling: Ruling,
    applies: Callable[[Post], bool],
    effect: Callable[[Post], object],
) -> Decision | None:
    """Lock, judge, record, act. The post's row is locked before all that the effect locks."""
    post = Post.objects.select_for_update(of=("self",)).select_related("author").get(pk=post.pk)
    if not applies(post):
        return None
    decision = record(verb, subject=_subject(post), ruling=ruling)
    effect(post)
    is_spam = lesson_of(verb, ruling)
    if is_spam is not None and ruling.actor is not None:
        teaching.teach_post(post, is_spam=is_spam)
    return decision


def _is_reported(post: Post) -> bool:
    return is_reported(SubjectKind.POST, post.pk)


def _subject(post: Post) -> Subject:
    return Subject(
        kind=SubjectKind.POST,
        pk=post.pk,
        member_pk=post.author_id,
        category_pk=post.category_id,
        label=post.title,
        evidence={
            "author": post.author.username,
            "status": post.status,
            "held_reasons": post.held_reasons,
            "title": post.title,
            "body": post.body,
            "view_count": post.view_count,
            "recommended_in": ReadMoreList.objects.filter(recommended__contains=[post.pk]).count(),
        },
    )
