"""Make the site's fonts from the @fontsource-variable packages (see README.md).

Usage: python build_fonts.py NODE_MODULES OUT_DIRECTORY   (needs fonttools and brotli)
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

SOURCE, OUT = Path(sys.argv[1]) / "@fontsource-variable", Path(sys.argv[2])
# Units to an em: a point is off by at most 1/1600 em, which is 0.04 pixels in the largest title.
EM = 800
# Units by which a pair is moved at least, and that an exception to its class differs at least; steps of them.
LEAST_KERNING, LEAST_EXCEPTION, KERNING_STEP = 20, 40, 10
# English, Dutch, German and French as they are set every day; what is rarer has a file of its own.
DAILY = (
    "U+0020-003B,U+003D,U+003F-005B,U+005D,U+0061-007A,U+00A0,U+00A7,U+00AB,U+00B0,U+00B2-00B3,U+00B7,U+00BB,U+00C0,U+00C4,U+00C9,"
    "U+00D6-00D7,U+00DC,U+00DF-00E2,U+00E4,U+00E7-00EF,U+00F1,U+00F3-00F4,U+00F6,U+00F9-00FC,U+0153,U+2010-2011,U+2013-2014,"
    "U+2018-201A,U+201C-201E,U+2026,U+20AC,U+2212"
)
RARER = (
    "U+003C,U+003E,U+005C,U+005E-0060,U+007B-007E,U+00A1-00A6,U+00A8-00AA,U+00AC-00AF,U+00B1,U+00B4-00B6,U+00B8-00BA,U+00BC-00BF,"
    "U+00C1-00C3,U+00C5-00C8,U+00CA-00D5,U+00D8-00DB,U+00DD-00DE,U+00E3,U+00E5-00E6,U+00F0,U+00F2,U+00F5,U+00F7-00F8,U+00FD-00FF,"
    "U+0131,U+0152,U+2009,U+2012,U+201B,U+2020-2022,U+2032-2033,U+2039-203A"
)
EXTENDED = "U+0100-0130,U+0132-0151,U+0154-017F,U+0218-021B,U+1E80-1E85,U+1E9E"
LABELS = (
    "U+0020-005B,U+005D,U+005F,U+0061-007A,U+00A0,U+00B7,U+00C0,U+00C4-00C5,U+00C9,U+00D6,U+00D8,U+00DC,U+00DF-00EF,"
    "U+00F1-00F6,U+00F8-00FC,U+2013-2014,U+2018-2019,U+201C-201E,U+2026"
)
ROMAN, ITALIC = {"wght": (400, 600), "opsz": 26}, {"wght": 400, "opsz": 22}
# name: (source, axes kept or pinned, where kerning is taken from, characters, features)
FONTS = {
    "newsreader": ("newsreader/files/newsreader-latin-opsz-normal", ROMAN, 480, DAILY, ["kern"]),
    "newsreader-rarer": ("newsreader/files/newsreader-latin-opsz-normal", ROMAN, 480, RARER, []),
    "newsreader-ext": ("newsreader/files/newsreader-latin-ext-opsz-normal", ROMAN, 480, EXTENDED, ["kern"]),
    "newsreader-italic": ("newsreader/files/newsreader-latin-opsz-italic", ITALIC, 400, DAILY, []),
    "newsreader-italic-rarer": ("newsreader/files/newsreader-latin-opsz-italic", ITALIC, 400, RARER, []),
    "franklin": ("libre-franklin/files/libre-franklin-latin-wght-normal", {"wght": 500}, 500, LABELS, ["kern", "tnum"]),
}


def pair_tables(font: TTFont) -> list:
    """All PairPos subtables, exceptions (format 1) and classes (format 2)."""
    lookups = font["GPOS"].table.LookupList.Lookup if "GPOS" in font else []
    return [getattr(sub, "ExtSubTable", sub) for lookup in lookups for sub in lookup.SubTable]


def moved(value) -> int:
    return value.XAdvance if value else 0


def class_kerning(tables: list, first: str, second: str) -> int:
    """What a pair would be moved by without its exception."""
    for sub in tables:
        if sub.Format == 2 and first in sub.Coverage.glyphs:
            row = sub.Class1Record[sub.ClassDef1.classDefs.get(first, 0)]
            return moved(row.Class2Record[sub.ClassDef2.classDefs.get(second, 0)].Value1)
    return 0


def drop_exceptions(font: TTFont) -> None:
    """Exceptions stay between common characters, and where one would see that they are missing."""
    common = {name for code, name in font.getBestCmap().items() if code < 0x7F or 0x2013 <= code <= 0x201E}
    tables = pair_tables(font)
    for sub in (each for each in tables if each.Format == 1):
        kept = []
        for first, pairs in zip(sub.Coverage.glyphs, sub.PairSet):
            pairs.PairValueRecord = [
                pair
                for pair in pairs.PairValueRecord
                if {first, pair.SecondGlyph} <= common
                and abs(moved(pair.Value1) - class_kerning(tables, first, pair.SecondGlyph)) >= LEAST_EXCEPTION
            ]
            if pairs.PairValueRecord:
                kept.append((first, pairs))
        sub.Coverage.glyphs = [first for first, _pairs in kept]
        sub.PairSet = [pairs for _first, pairs in kept]


def coarser(value) -> None:
    if value:
        steps = KERNING_STEP * round(moved(value) / KERNING_STEP)
        value.XAdvance = steps if abs(moved(value)) >= LEAST_KERNING else 0


def lighten_kerning(font: TTFont) -> None:
    drop_exceptions(font)
    for sub in pair_tables(font):
        rows = [pairs.PairValueRecord for pairs in sub.PairSet] if sub.Format == 1 else [row.Class2Record for row in sub.Class1Record]
        for row in rows:
            for pair in row:
                coarser(pair.Value1)


def with_one_kerning(path: Path, axes: dict, kern_at: int) -> TTFont:
    """One weight's kerning serves all: half the file."""
    font = instantiateVariableFont(TTFont(path), dict(axes))
    still = instantiateVariableFont(TTFont(path), {**axes, "wght": kern_at})
    font["GPOS"], font["GDEF"] = still["GPOS"], still["GDEF"]
    part = OUT / "part.ttf"
    font.flavor = None
    font.save(part)
    return TTFont(part, lazy=False)


def keep_only(font: TTFont, characters: str, features: list) -> None:
    options = Options(layout_features=features, hinting=False, glyph_names=False, name_IDs=[0, 1, 2, 13, 14])
    options.drop_tables += ["STAT", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(characters))
    subsetter.subset(font)


def make(name: str, source: str, axes: dict, kern_at: int, characters: str, features: list) -> None:
    font = with_one_kerning(SOURCE / f"{source}.woff2", axes, kern_at)
    keep_only(font, characters, features)
    scale_upem(font, EM)
    lighten_kerning(font)
    font.flavor = "woff2"
    font.save(OUT / f"{name}.woff2")
    print(name, (OUT / f"{name}.woff2").stat().st_size)


for name, recipe in FONTS.items():
    make(name, *recipe)
(OUT / "part.ttf").unlink()
