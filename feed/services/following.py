"""Following members, categories and tags."""

from accounts.models import User
from accounts.services import following as members
from feed.models import Category, CategoryFollow, Mute, Tag, TagFollow
from feed.services.for_you import forget_ranking

Followable = User | Category | Tag


def set_following(member: User, *, subject: Followable, is_on: bool) -> bool:
    """Follow something, or no longer. False if it was so already.

    Raises:
        FollowRefusedError: it is oneself, or a block stands between the two.
    """
    is_changed = _follow(member, subject) if is_on else _unfollow(member, subject)
    if is_changed:
        forget_ranking(member)
    return is_changed


def _follow(member: User, subject: Followable) -> bool:
    match subject:
        case User():
            is_muted = Mute.objects.filter(member=subject, author=member).exists()
            return members.follow(member, other=subject, is_told=not is_muted)
        case Category():
            return CategoryFollow.objects.get_or_create(member=member, category=subject)[1]
        case Tag():
            return TagFollow.objects.get_or_create(member=member, tag=subject)[1]


def _unfollow(member: User, subject: Followable) -> bool:
    match subject:
        case User():
            return members.unfollow(member, other=subject)
        case Category():
            gone = CategoryFollow.objects.filter(member=member, category=subject).delete()
        case Tag():
            gone = TagFollow.objects.filter(member=member, tag=subject).delete()
    return bool(gone[0])
