"""Writing, publishing, withdrawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Deed, EventKind, User
from feed import shown, tasks
from feed.access import require_voice
from feed.announcing.subjects import forget_post, give_back_post, withhold_post
from feed.errors import EditConflictError, NotAllowedError
from feed.models import Category, Image, Poll, Post, PostStatus, RuleAction, TextKind
from feed.pictures.refresh import with_twins
from feed.services.counts import count_published
from feed.services.heralding import herald, herald_post
from feed.services.judging import (
    Text,
    Weighed,
    keep_judgement,
    keep_traces,
    require_accepted,
    weigh,
)
from feed.services.limits import count_deed, require_moderate
from feed.services.linking import link_to
from feed.services.pinging import tell_hub
from feed.services.ranking import refresh_hotness
from feed.services.revisions import record_revision
from feed.services.series import place_in_series
from feed.services.standing import Standing, settle_counts, standing_of
from feed.services.tagging import set_tags
from feed.services.waiting import added_contacts, keep_waiting, replace_waiting
from feed.spam.submission import KnownContact
from feed.spam.verdict import Action
from feed.text.amounts import Amounts, amounts_in
from feed.text.markdown import render_article
from feed.text.plain import excerpt_of, one_line
from feed.text.reading import reading_minutes
from feed.text.slugs import slug_of

SLUG_LENGTH = 80
EDITED = (
    "title", "slug", "body", "body_html", "excerpt", "category", "language", "lead_image",
    "status", "held_reasons", "edited_at", "version", "reading_minutes", "link",
    "canonical_url", "is_sensitive",
)  # fmt: skip
PUBLISHED = ("status", "held_reasons", "published_at", "scheduled_for", "announce_due")


@dataclass(frozen=True)
class PostDraft:
    """What an author wrote, before we make a post of it.

    `tags`: names as typed, at most five are kept; `excerpt`: "" to have it cut from the body;
    `series`: name of the author's series that it belongs to, "" for none; `link_url`, `canonical_url`: normalised, or "".
    """

    title: str
    body: str
    category: Category
    tags: tuple[str, ...] = ()
    language: str = "en"
    excerpt: str = ""
    lead_image: Image | None = None
    series: str = ""
    link_url: str = ""
    canonical_url: str = ""
    is_sensitive: bool = False


@transaction.atomic
def create_post(*, author: User, draft: PostDraft, form_key: str = "") -> Post:
    """Keep a new draft that only its author sees.

    A form that is sent again, told by its `form_key`, changes the post that it made the first time.
    """
    post = written(author=author, draft=draft)
    post.form_key = form_key or None
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError:
        made = Post.objects.get(author=author, form_key=form_key)
        return edit_post(made, editor=author, draft=draft)
    set_tags(post, names=draft.tags)
    place_in_series(post, title=draft.series)
    return post


def written(*, author: User, draft: PostDraft) -> Post:
    """A draft that is not kept yet: without its tags and its series, which need a row to point to."""
    post = Post(author=author)
    _write(post, draft)
    return post


@transaction.atomic
def edit_post(
    post: Post, *, editor: User, draft: PostDraft, version: int | None = None, correction: str = ""
) -> Post:
    """Change what a post says. What stood published is judged again, unless a moderator edits.

    Where a member below REGULAR adds a way to reach somebody to a published post, the change waits (PendingEdit) and the
    post comes back as it is.

    Args:
        version: the post's version that the editor saw; None where nobody can have changed it since.
        correction: what readers are told about the change; kept only with a published post.

    Raises:
        EditConflictError: the post has another version by now.
        SilencedError: moderators let the editor only read, and the post is no draft.
        TextRefusedError: the post is published, and its new words point to what moderators have blocked.
        TooMuchInTextError, DailyLimitError: it is published or held, and the change is more than the editor's level allows.
    """
    post, before = _lock(post)
    if not post.is_draft:
        require_voice(editor)
    if version is not None and version != post.version:
        raise EditConflictError
    if post.is_live or post.is_held:
        require_moderate(editor, _amounts_of(draft))
        count_deed(editor, Deed.EDIT)
    if post.is_live and (added := _added_contacts(post, draft, editor)):
        keep_waiting(
            post, editor=editor, changes=_as_json(draft), correction=correction, added=added
        )
        return post
    replace_waiting(post)
    _write(post, draft)
    is_judged = post.is_live and not editor.is_moderator
    weighed = _weighed(post, _text(post, series=draft.series)) if is_judged else None
    if weighed:
        _apply_verdict(post, weighed)
    post.edited_at = timezone.now()
    post.version += 1
    post.save(update_fields=EDITED)
    set_tags(post, names=(*_rule_tags(weighed), *draft.tags))
    place_in_series(post, title=draft.series)
    if post.is_live:
        record_revision(post, editor=editor, correction=correction)
    if not post.is_draft:
        keep_traces(_text(post), pk=post.pk)
    _settle(post, before)
    return post


@transaction.atomic
def publish_post(post: Post, *, actor: User, now: datetime | None = None) -> Post:
    """Put a draft before the readers, or before the moderators if it looks like spam.

    A moderator publishes whatever the verdict; that is how a held post is released. Publishing what is
    already published changes nothing. The first publication sets the date for good.

    Raises:
        NotAllowedError: moderators hid the post, and the actor is none of them; the actor is silenced.
        TextRefusedError: the post points to what moderators have blocked; a scheduled one is held instead.
        TooMuchInTextError, DailyLimitError: it is more than the actor's level allows.
    """
    post, before = _lock(post)
    if post.is_live:
        return post
    text = _text(post)
    if not actor.is_moderator:
        require_voice(actor)
        if post.is_hidden:
            raise NotAllowedError
        require_moderate(actor, _amounts_in(post))
        if post.published_at is None:
            count_deed(actor, Deed.POST)
        weighed = _weighed(post, text)
        _apply_verdict(post, weighed)
        if added := _rule_tags(weighed):
            set_tags(post, names=(*added, *post.tags.values_list("name", flat=True)))
    goes_live = not post.is_held or actor.is_moderator
    was_shown = post.published_at is not None
    if goes_live:
        _make_live(post, now or timezone.now())
    post.scheduled_for = None
    post.save(update_fields=PUBLISHED)
    if goes_live:
        _tell_live(post, actor=actor, was_shown=was_shown)
    keep_traces(text, pk=post.pk)
    _settle(post, before)
    return post


@transaction.atomic
def judge_again(post: Post) -> Post:
    """Judge a published post whose words beside the text have changed; it waits for a moderator if they look like spam.

    Raises:
        TextRefusedError: they point to what moderators have blocked.
    """
    post, before = _lock(post)
    if not post.is_live:
        return post
    text = _text(post)
    _apply_verdict(post, _weighed(post, text))
    post.save(update_fields=["status", "held_reasons"])
    keep_traces(text, pk=post.pk)
    _settle(post, before)
    return post


@transaction.atomic
def unpublish_post(post: Post) -> Post:
    """Turn a published, held or scheduled post back into a draft. The date of publication stays."""
    return _withdraw(post, to=PostStatus.DRAFT)


@transaction.atomic
def hide_post(post: Post) -> Post:
    """Take a post from its readers; its author still sees it, marked as hidden."""
    return _withdraw(post, to=PostStatus.HIDDEN)


@transaction.atomic
def hold_post(post: Post, *, reasons: Sequence[str]) -> Post:
    """Let a post wait for a moderator; `reasons`: names of rules."""
    post = _withdraw(post, to=PostStatus.HELD)
    post.held_reasons = list(reasons)
    post.save(update_fields=["held_reasons"])
    return post


@transaction.atomic
def feature_post(post: Post, *, is_featured: bool) -> Post:
    """Put a post at the head of the front page, or no longer."""
    Post.objects.filter(pk=post.pk).update(is_featured=is_featured)
    post.is_featured = is_featured
    shown.tell_moved(post, category_pks=(), is_gone=False)
    return post


@transaction.atomic
def delete_post(post: Post) -> None:
    """Remove a post with its comments, for good."""
    post, before = _lock(post)
    settle_counts(before=before, after=Standing())
    if post.is_live:
        herald(post, EventKind.POST_REMOVED)
    shown.tell_moved(post, category_pks=before.category_pks, is_gone=True)
    list(
        Poll.objects.select_for_update().filter(post=post)
    )  # who votes at this moment locks it first
    tasks.forget_share_image.delay_on_commit(post.share_image.name or "")
    forget_post(post)
    post.delete()


def _lock(post: Post) -> tuple[Post, Standing]:
    """The row as it stands now, locked, and where it counts. Locks are taken post, series, category, tags."""
    locked = (
        Post.objects.select_for_update(of=("self",))
        .select_related("author", "category")
        .get(pk=post.pk)
    )
    return locked, standing_of(locked)


def _write(post: Post, draft: PostDraft) -> None:
    post.title = one_line(draft.title)
    post.slug = slug_of(post.title, usual="post", limit=SLUG_LENGTH)
    post.body = draft.body
    post.body_html = with_twins(render_article(draft.body))
    post.excerpt = one_line(draft.excerpt) or excerpt_of(post.body_html)
    post.category = draft.category
    post.language = draft.language
    post.lead_image = draft.lead_image
    post.link = link_to(draft.link_url)
    post.canonical_url = draft.canonical_url
    post.is_sensitive = draft.is_sensitive
    post.reading_minutes = reading_minutes(
        post.body_html, more_pictures=1 if draft.lead_image else 0
    )


def _amounts_of(draft: PostDraft) -> Amounts:
    more_links = sum(map(bool, (draft.link_url, draft.canonical_url)))
    html = render_article(draft.body)
    return amounts_in(html, more_links=more_links, more_images=1 if draft.lead_image else 0)


def _amounts_in(post: Post) -> Amounts:
    more_links = sum(map(bool, (post.link, post.canonical_url)))
    more_images = 1 if post.lead_image else 0
    return amounts_in(post.body_html, more_links=more_links, more_images=more_images)


def _added_contacts(post: Post, draft: PostDraft, editor: User) -> list[KnownContact]:
    before = "\n".join((post.title, post.link.url if post.link else "", post.excerpt, post.body))
    after = f"{draft.title}\n{draft.link_url}\n{draft.excerpt}\n{draft.body}"
    return added_contacts(before=before, after=after, editor=editor)


def _as_json(draft: PostDraft) -> dict[str, Any]:
    """The draft as plain values, from which feed.services.reviewing makes it anew."""
    fields = {field.name: getattr(draft, field.name) for field in dataclass_fields(draft)}
    fields["category"] = draft.category.pk
    fields["lead_image"] = draft.lead_image.pk if draft.lead_image else None
    return fields | {"tags": list(draft.tags)}


def _text(post: Post, *, series: str = "") -> Text:
    """All words of a post that readers see; `series`: the title of one that it is about to be put into."""
    series = series or (post.series.title if post.series else "")
    poll = Poll.objects.filter(post=post).first()
    words = [post.link.url if post.link else "", series]
    words += [poll.question, *poll.choices.values_list("text", flat=True)] if poll else []
    more = "\n".join(filter(None, words))
    return Text(
        TextKind.POST, post.author, post.body, title=post.title, more=more,
        category=post.category.slug, language=post.language,
    )  # fmt: skip


def _weighed(post: Post, text: Text) -> Weighed:
    """The verdict on what the post says now, on record."""
    weighed = weigh(text)
    if not post.is_scheduled:
        require_accepted(weighed.verdict)
    keep_judgement(text, pk=post.pk, weighed=weighed)
    return weighed


def _apply_verdict(post: Post, weighed: Weighed) -> None:
    post.held_reasons = list(weighed.verdict.reasons)
    if weighed.verdict.action is not Action.ALLOW:
        post.status = PostStatus.HELD


def _rule_tags(weighed: Weighed | None) -> list[str]:
    """Tags that rules in force add; they come first, so that they are among the few that are kept."""
    hits = weighed.hits if weighed else ()
    return [rule.tag for rule, _words in hits if rule.is_enforced and rule.action == RuleAction.TAG]


def _tell_live(post: Post, *, actor: User, was_shown: bool) -> None:
    """`was_shown`: it had readers before, who are told again what they were told then, and nothing new."""
    record_revision(post, editor=actor)
    if was_shown:
        give_back_post(post)


def _make_live(post: Post, now: datetime) -> None:
    if post.published_at is None:
        count_published()
        post.announce_due = True
        tasks.announce_post.delay_on_commit(post.pk)
    post.status = PostStatus.PUBLISHED
    post.published_at = post.published_at or now
    post.held_reasons = []


def _withdraw(post: Post, *, to: PostStatus) -> Post:
    post, before = _lock(post)
    post.status = to
    post.scheduled_for = None
    post.save(update_fields=["status", "scheduled_for"])
    if to is PostStatus.DRAFT:
        forget_post(post)
    else:
        withhold_post(post)
    _settle(post, before)
    return post


def _settle(post: Post, before: Standing) -> None:
    """Bring totals, rank, Read More and the share image into line with what the post is now."""
    after = standing_of(post)
    settle_counts(before=before, after=after)
    herald_post(post, was_live=bool(before.category_pks))
    shown.tell_moved(
        post, category_pks=before.category_pks | after.category_pks, is_gone=not post.is_live
    )
    if post.is_live or before.category_pks:
        tell_hub(post, before=before, after=after)
    due = {}
    if post.is_live or post.share_image:
        due["share_image_due"] = True
        tasks.draw_share_image.delay_on_commit(post.pk)
    if post.is_live or before.category_pks:
        due["read_more_due"] = True
        tasks.build_read_more.delay_on_commit(post.pk)
    if due:
        Post.objects.filter(pk=post.pk).update(**due)
    if post.is_live:
        refresh_hotness(post.pk)
