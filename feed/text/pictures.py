"""Pictures in the HTML of a text: offering AVIF to browsers that read it, and finding those that nobody described."""

import re
from collections.abc import Collection
from typing import Final

from django.conf import settings

from feed.text import parsers
from feed.text.renditions import WIDEST, avif_name, narrower_names

_OFFERED: Final = 'type="image/avif">'
# Sanitised HTML quotes each value and escapes quotes in it. One that stands in a <picture> is left alone.
_PLAIN: Final = re.compile(rf'(?<!{_OFFERED})<img (?:[^>"]|"[^"]*")*>')
_SRC: Final = re.compile(r' src="([^"]*)"')
_UNDESCRIBED: Final = re.compile(r'<img (?![^>]* alt="\s*[^"\s])')


def own_pictures(body_html: str) -> set[str]:
    """Names of our files (the widest of each picture) that are shown without AVIF."""
    return {widest[0] for tag in _PLAIN.findall(body_html) if (widest := _widest(tag))}


def offer_avif(body_html: str, *, names: Collection[str]) -> str:
    """Put each picture whose name is among `names` into a <picture> with its AVIF twins; doing it twice changes nothing.

    Args:
        body_html: sanitised; what is added are names and numbers of ours.
        names: of the widest WebP file of pictures whose twins are there.
    """

    def offered(found: re.Match[str]) -> str:
        widest = _widest(found[0])
        if widest is None or widest[0] not in names:
            return found[0]
        source = f'<source srcset="{_srcset(widest)}" sizes="{parsers.SIZES}" {_OFFERED}'
        return f"<picture>{source}{found[0]}</picture>"

    return _PLAIN.sub(offered, body_html)


def has_undescribed(body_html: str) -> bool:
    """Whether a picture says nothing to readers who cannot see it."""
    return _UNDESCRIBED.search(body_html) is not None


def _widest(tag: str) -> re.Match[str] | None:
    """The name, with its parts, of the file of ours that an <img> shows; None for another."""
    found = _SRC.search(tag)
    return WIDEST.fullmatch(found[1].removeprefix(settings.MEDIA_URL)) if found else None


def _srcset(widest: re.Match[str]) -> str:
    width = int(widest["width"])
    twins = [*narrower_names(widest["stem"], width), (widest[0], width)]
    return ", ".join(f"{settings.MEDIA_URL}{avif_name(each)} {wide}w" for each, wide in twins)
