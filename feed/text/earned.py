"""Links as their author's trust has earned them: words alone, links that search engines pass over, or links.

What is stored has all its links; what is printed depends on the author's level at that moment, so that a member who
rises, or falls, changes no row. Pure functions of sanitised HTML, as feed.text.markdown stores it.
"""

import html as entities
import re
from enum import StrEnum
from typing import Final

from django.conf import settings

from feed.text.embeds import MARK
from feed.text.markdown import LINK_REL

FOLLOWED_REL: Final = "ugc noopener"
# A tag in nh3's spelling: `<` stands nowhere else, and no value holds a quotation mark or `>`.
_LINK: Final = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG: Final = re.compile(r"<a [^>]*>")
_EMBED: Final = re.compile(rf'<figure [^>]*{MARK}="[^>]*>')


class Links(StrEnum):
    """What a reader gets of a link that leads elsewhere."""

    WORDS = "words"
    UNFOLLOWED = "unfollowed"
    FOLLOWED = "followed"

    @property
    def rel(self) -> str:
        return FOLLOWED_REL if self is Links.FOLLOWED else LINK_REL


def as_earned(html: str, links: Links) -> str:
    """The text with the links that its author has earned. Links within the site stay in any case."""
    if links is Links.UNFOLLOWED:
        return html
    if links is Links.FOLLOWED:
        return _TAG.sub(
            lambda tag: tag[0].replace(f'rel="{LINK_REL}"', f'rel="{FOLLOWED_REL}"'), html
        )
    return _LINK.sub(_words, _EMBED.sub("<figure>", html))


def is_elsewhere(href: str) -> bool:
    """Whether an address, as it stands in HTML, leads away from this site."""
    address = entities.unescape(href)
    if address.startswith(("/", "#", "?")):
        return False
    own = settings.BASE_URL.rstrip("/")
    return address != own and not address.startswith(f"{own}/")


def _words(link: re.Match[str]) -> str:
    return link[2] if is_elsewhere(link[1]) else link[0]
