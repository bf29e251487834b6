"""Make the site's fonts from the @fontsource-variable packages (see README.md).

Usage: python build.py NODE_MODULES OUT_DIRECTORY   (needs fonttools and brotli)
"""

import subprocess
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCE, OUT = Path(sys.argv[1]) / "@fontsource-variable", Path(sys.argv[2])
# English, Dutch, German and French as they are set every day; what is rarer has a file of its own.
DAILY = (
    "U+0020-007E,U+00A0,U+00A7,U+00AB,U+00B0,U+00B2-00B3,U+00B7,U+00BB,U+00C0,U+00C4,U+00C9,U+00D6-00D7,U+00DC,U+00DF-00E2,U+00E4,"
    "U+00E7-00EF,U+00F1,U+00F3-00F6,U+00F9-00FC,U+0152-0153,U+2009,U+2010-2014,U+2018-201E,U+2026,U+20AC,U+2190,U+2192,U+2212"
)
RARER = (
    "U+00A1-00A6,U+00A8-00AA,U+00AC-00AF,U+00B1,U+00B4-00B6,U+00B8-00BA,U+00BC-00BF,U+00C1-00C3,U+00C5-00C8,U+00CA-00D5,U+00D8-00DB,"
    "U+00DD-00DE,U+00E3,U+00E5-00E6,U+00F0,U+00F2,U+00F7-00F8,U+00FD-00FF,U+0131,U+2020-2022,U+2032-2033,U+2039-203A"
)
EXTENDED = "U+0100-0130,U+0132-0151,U+0154-017F,U+0218-021B,U+1E80-1E85,U+1E9E"
LABELS = "U+0020-007E,U+00A0,U+00B7,U+00C0-00FF,U+2013-2014,U+2018-201E,U+2026"
# name: (source, axes kept or pinned, where kerning is taken from, characters, features)
FONTS = {
    "newsreader": ("newsreader/files/newsreader-latin-opsz-normal", {"wght": (400, 600), "opsz": 26}, 480, DAILY, "kern,liga,tnum"),
    "newsreader-rarer": ("newsreader/files/newsreader-latin-opsz-normal", {"wght": (400, 600), "opsz": 26}, 480, RARER, ""),
    "newsreader-ext": ("newsreader/files/newsreader-latin-ext-opsz-normal", {"wght": (400, 600), "opsz": 26}, 480, EXTENDED, "kern"),
    "newsreader-italic": ("newsreader/files/newsreader-latin-opsz-italic", {"wght": 400, "opsz": 22}, 400, DAILY, "liga"),
    "newsreader-italic-rarer": ("newsreader/files/newsreader-latin-opsz-italic", {"wght": 400, "opsz": 22}, 400, RARER, ""),
    "franklin": ("libre-franklin/files/libre-franklin-latin-wght-normal", {"wght": 500}, 500, LABELS, "kern,tnum"),
}


def ascii_glyphs(font: TTFont) -> set[str]:
    return {name for code, name in font.getBestCmap().items() if code < 0x7F or 0x2013 <= code <= 0x201E}


def lighter_kerning(font: TTFont) -> None:
    """Single-pair exceptions only between common characters; class kerning stays whole."""
    common = ascii_glyphs(font)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for sub in lookup.SubTable:
            sub = getattr(sub, "ExtSubTable", sub)
            if type(sub).__name__ != "PairPos" or sub.Format != 1:
                continue
            for first, pairs in zip(sub.Coverage.glyphs, sub.PairSet):
                pairs.PairValueRecord = [r for r in pairs.PairValueRecord if first in common and r.SecondGlyph in common]


def make(name: str, source: str, axes: dict, kern_at: int, characters: str, features: str) -> None:
    path = SOURCE / f"{source}.woff2"
    font = instantiateVariableFont(TTFont(path), dict(axes))
    still = instantiateVariableFont(TTFont(path), {**axes, "wght": kern_at})
    font["GPOS"], font["GDEF"] = still["GPOS"], still["GDEF"]  # one weight's kerning serves all: half the file
    lighter_kerning(font)
    part = OUT / f"{name}.ttf"
    font.save(part)
    subprocess.run(
        ["pyftsubset", part, f"--unicodes={characters}", f"--layout-features={features}", "--flavor=woff2", "--no-hinting",
         "--desubroutinize", "--drop-tables+=STAT", "--name-IDs=0,1,2,13,14", f"--output-file={OUT / name}.woff2"],
        check=True,
    )
    part.unlink()
    print(name, (OUT / f"{name}.woff2").stat().st_size)


for name, recipe in FONTS.items():
    make(name, *recipe)
