"""How large the picture is: what Open Graph, Twitter and the others show uncropped, 1.91 to 1."""

from typing import Final

WIDTH: Final = 1200
HEIGHT: Final = 630
