"""The classifier that is shipped; CREDITS.md says what it was made from."""

from pathlib import Path
from typing import Final

SEED: Final = Path(__file__).with_name("model.bin")
