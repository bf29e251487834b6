"""What moderators remember about members."""

from accounts.models import User
from feed.errors import NotAllowedError
from moderation.models import MemberNote


def add_note(*, member: User, author: User, words: str) -> MemberNote:
    """Keep a remark for the other moderators. Raises NotAllowedError: the author is no moderator."""
    if not author.is_moderator:
        raise NotAllowedError
    return MemberNote.objects.create(member=member, author=author, words=words)
