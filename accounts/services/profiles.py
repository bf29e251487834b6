"""What a member tells about himself, and how he likes to read."""

from copy import copy
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import ProfileRefusedError
from accounts.models import Theme, User
from accounts.wording import Written, objection_to_all, tell_written
from config.freshness import touch

if TYPE_CHECKING:
    from PIL import Image

AVATAR_SIDE_PIXELS: Final = 256
AVATAR_QUALITY: Final = 80


@dataclass(frozen=True)
class Profile:
    """What a member tells about himself, checked by the form.

    `avatar`: None leaves the present one, unless `removes_avatar`.
    """

    display_name: str
    bio: str
    avatar: "Image.Image | None" = None
    removes_avatar: bool = False


@dataclass(frozen=True)
class Reading:
    """How a member likes to read, checked by the form.

    `language`: a code of settings.LANGUAGES, or "" to negotiate; `time_zone`: of zones.zone_names, or "";
    `theme`, `text_size`: values of Theme and TextSize.
    """

    language: str
    time_zone: str
    theme: str
    text_size: str


def objection_to_profile(member: User, profile: Profile) -> str:
    """Why others may not be shown it, in a sentence; "" where they may.

    Who is silenced takes words away, and adds none; words that a moderator's rule refuses are not added by anybody.
    """
    pairs = ((profile.display_name, member.display_name), (profile.bio, member.bio))
    adds_words = any(new and new != old for new, old in pairs)
    if member.is_silenced and (adds_words or profile.avatar):
        return _("You may not write for now, so your name, words and picture can only be removed.")
    if not adds_words:
        return ""
    changed = copy(member)
    changed.display_name, changed.bio = profile.display_name, profile.bio
    return objection_to_all(changed, Written.PROFILE)


@transaction.atomic
def change_profile(member: User, *, profile: Profile) -> User:
    """Replace the profile; a picture that is no longer used is deleted after the commit.

    Raises:
        ProfileRefusedError: it would show something new, and the member is silenced or a moderator's rule refuses it.
    """
    member = User.objects.select_for_update().get(pk=member.pk)
    if objection := objection_to_profile(member, profile):
        raise ProfileRefusedError(objection)
    member.display_name = profile.display_name
    member.bio = profile.bio
    if profile.avatar or profile.removes_avatar:
        _replace_avatar(member, profile.avatar)
    member.save(update_fields=["display_name", "bio", "avatar"])
    tell_written(member, Written.PROFILE)
    touch(f"member:{member.pk}")
    return member


def change_reading(member: User, *, reading: Reading) -> None:
    for field, value in asdict(reading).items():
        setattr(member, field, value)
    member.save(update_fields=list(asdict(reading)))


def change_theme(member: User, *, theme: Theme) -> None:
    member.theme = theme
    member.save(update_fields=["theme"])


def change_privacy(member: User, *, shows_reactions: bool) -> None:
    """Whether others see on the profile what the member appreciated."""
    member.shows_reactions = shows_reactions
    member.save(update_fields=["shows_reactions"])
    touch(f"member:{member.pk}")


def _replace_avatar(member: User, picture: "Image.Image | None") -> None:
    if member.avatar:
        old = str(member.avatar.name)
        storage = member.avatar.storage
        transaction.on_commit(lambda: storage.delete(old), robust=True)
    if picture is None:
        member.avatar = ""
        return
    member.avatar.save(f"{uuid4().hex}.webp", _square(picture), save=False)


def _square(picture: "Image.Image") -> "ContentFile[bytes]":
    from PIL import Image, ImageOps  # only where somebody sends a picture

    side = (AVATAR_SIDE_PIXELS, AVATAR_SIDE_PIXELS)
    buffer = BytesIO()
    ImageOps.fit(picture, side, Image.Resampling.LANCZOS).save(
        buffer, "WEBP", quality=AVATAR_QUALITY
    )
    return ContentFile(buffer.getvalue())
