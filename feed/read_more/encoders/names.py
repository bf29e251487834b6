"""The names of encoders, with their versions."""

from typing import Final

BLEND: Final = "minilm+use 1"
