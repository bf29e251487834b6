"""Which encoders there are. Nothing is loaded before it is asked for, and only workers ask."""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final

from django.conf import settings

from feed.read_more.encoders.names import BLEND

if TYPE_CHECKING:
    from feed.read_more.encoders.interface import Encoder

# By the names that the setting ENCODER may have: the encoder with its version.
VERSIONS: Final = {"minilm+use": BLEND}
_loading: Final = Lock()


def wanted_encoder() -> str:
    """The encoder that this site should have; "" for none. Another one serves until it has read everything."""
    return VERSIONS.get(settings.ENCODER, "")


def encoder_named(name: str) -> "Encoder | None":
    """The encoder, loaded once for each process; None if this version of the site no longer has it."""
    with _loading:
        return _loaded(name)


@lru_cache(maxsize=2)
def _loaded(name: str) -> "Encoder | None":
    make = _MAKERS.get(name)
    return make() if make else None


def _blend() -> "Encoder":
    from feed.read_more.encoders.blend import Blend

    return Blend()


_MAKERS: Final[dict[str, Callable[[], "Encoder"]]] = {BLEND: _blend}
