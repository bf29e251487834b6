"""Keeping posts to come back to.

A post lies on one list of a member at most, as on a shelf: `Post.bookmark_count` counts members.
Locks are taken member, then posts in the order of their keys: what one member does comes one after the other, and
members meet only at posts. A list needs no lock of its own, since only its member's deeds touch it.
"""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from feed.errors import NotFoundError, NotPossibleError
from feed.models import Bookmark, BookmarkList, Post
from feed.services.for_you import let_age
from feed.services.locking import lock_live, lock_post
from feed.text.plain import one_line

MAX_LISTS = 50


@transaction.atomic
def keep(*, post: Post, member: User) -> Bookmark:
    """Put a post on the member's first list, made if there is none; a post that is kept stays where it is.

    Raises:
        NotPossibleError, NotFoundError: the post is not published, or gone.
    """
    _lock(member)
    post = lock_live(post)
    kept = Bookmark.objects.filter(post=post, list__member=member).first()
    if kept:
        return kept
    kept = Bookmark.objects.create(list=_first_list(member), post=post)
    _count(post.pk, step=1)
    let_age(member.pk)
    return kept


@transaction.atomic
def let_go(*, post: Post, member: User) -> bool:
    """Take a post, with its note, from the member's list; False if it lies on none. Raises NotFoundError."""
    _lock(member)
    post = lock_post(post)
    gone, _by_model = Bookmark.objects.filter(post=post, list__member=member).delete()
    if gone:
        _count(post.pk, step=-1)
    return gone > 0


@transaction.atomic
def change_bookmark(bookmark: Bookmark, *, note: str, shelf: BookmarkList) -> Bookmark:
    """Set the note, and the list (of the same member) on which the post lies. Raises NotFoundError: it is gone."""
    _lock(shelf.member)
    lock_post(bookmark.post)
    _still_there(shelf)
    changed = Bookmark.objects.filter(pk=bookmark.pk).update(note=one_line(note), list=shelf)
    if not changed:
        raise NotFoundError
    bookmark.refresh_from_db()
    return bookmark


@transaction.atomic
def make_list(*, member: User, name: str) -> BookmarkList:
    """Raises NotPossibleError: there are MAX_LISTS already, or one has this name."""
    _lock(member)
    if member.bookmark_lists.count() >= MAX_LISTS:
        raise NotPossibleError(
            _("You have %(limit)s lists, and that is the most. Delete one first.")
            % {"limit": MAX_LISTS}
        )
    return _named(BookmarkList(member=member), name)


@transaction.atomic
def rename_list(shelf: BookmarkList, *, name: str) -> BookmarkList:
    """Raises NotPossibleError: another list has this name."""
    _lock(shelf.member)
    return _named(_still_there(shelf), name)


@transaction.atomic
def delete_list(shelf: BookmarkList) -> None:
    """Remove a list with its bookmarks and notes."""
    _lock(shelf.member)
    shelf = _still_there(shelf)
    pks = sorted(shelf.bookmarks.values_list("post", flat=True))
    list(
        Post.objects.select_for_update(no_key=True)
        .filter(pk__in=pks)
        .order_by("pk")
        .values_list("pk")
    )
    shelf.delete()
    Post.objects.filter(pk__in=pks).update(bookmark_count=F("bookmark_count") - 1)


def _first_list(member: User) -> BookmarkList:
    """The oldest list, made if there is none; the member's row must be locked."""
    oldest = member.bookmark_lists.order_by("pk").first()
    return oldest or BookmarkList.objects.create(member=member, name=_("Reading list"))


def _lock(member: User) -> None:
    User.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)


def _still_there(shelf: BookmarkList) -> BookmarkList:
    found = BookmarkList.objects.filter(pk=shelf.pk).first()
    if found is None:
        raise NotFoundError
    return found


def _named(shelf: BookmarkList, name: str) -> BookmarkList:
    shelf.name = one_line(name)
    try:
        with transaction.atomic():
            shelf.save()
    except IntegrityError as error:
        raise NotPossibleError(_("You have a list of this name already.")) from error
    return shelf


def _count(post_pk: int, *, step: int) -> None:
    Post.objects.filter(pk=post_pk).update(bookmark_count=F("bookmark_count") + step)
