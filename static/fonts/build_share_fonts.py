"""Make the fonts of the share images from the site's own web fonts (see feed/sharing/fonts/README.md).

Usage: python build_share_fonts.py WEB_FONTS OUT_DIRECTORY   (needs fonttools and brotli)
"""

import sys
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCE, OUT = map(Path, sys.argv[1:3])


def still(name: str, weight: int) -> Path:
    """One weight of a web font, as TrueType."""
    font = TTFont(SOURCE / f"{name}.woff2")
    font.flavor = None
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": weight})
    path = OUT / f"{name}.part.ttf"
    font.save(path)
    return path


parts = [still("newsreader", 600), still("newsreader-ext", 600)]
Merger().merge([str(part) for part in parts]).save(OUT / "newsreader.ttf")
for part in parts:
    part.unlink()
still("franklin", 500).rename(OUT / "franklin.ttf")
