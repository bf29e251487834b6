"""What a feed says, whatever the format."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FeedPicture:
    """`url` is absolute; sizes in pixels; `media_type` such as image/webp."""

    url: str
    width: int
    height: int
    media_type: str
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class FeedItem:
    """A post or a comment. `id` never changes; addresses are absolute; instants are aware.

    `html`: what the item holds, every address in it absolute; `is_whole`: that is all of it, not its beginning.
    `external_url`: the page elsewhere that a link post is about, or "".
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    author_name: str
    author_url: str
    published_at: datetime
    updated_at: datetime
    language: str = ""
    categories: tuple[str, ...] = ()
    external_url: str = ""
    picture: FeedPicture | None = None
    is_whole: bool = True


@dataclass(frozen=True)
class FeedDocument:
    """One feed. `home_url`: the page it is about; `url`: its own, for the format that is made; `hub_url`: or ""."""

    title: str
    description: str
    home_url: str
    url: str
    icon_url: str
    language: str
    hub_url: str
    items: tuple[FeedItem, ...]

    @property
    def updated_at(self) -> datetime | None:
        """When anything in it changed last; None for an empty feed."""
        return max((item.updated_at for item in self.items), default=None)
