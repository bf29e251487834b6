"""What members may be called."""

import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from accounts.errors import NameRefusedError

# Names that readers take for the site itself, and the first words of its addresses.
RESERVED: Final = frozenset(
    """
    about abuse account accounts admin administrator administration api broadsheet contact demo editor editors
    everyone feed help home hostmaster info legal login logout mail me member members mod moderation moderator
    moderators new newsroom nobody null official owner post postmaster posts press privacy robots root search
    security settings signin signup site sponsor sponsors staff static superuser support sysadmin system tags
    team terms undefined user webmaster write
    """.split()  # noqa: SIM905
)
# Control, format (bidirectional marks among it), surrogate, private and unassigned characters, odd line ends.
INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Cyrillic and Greek letters that look, small or capital, like these Latin ones (after Unicode's confusables).
LOOK_ALIKES: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u04bb\u051b\u0475\u051d\u043a\u0442\u043c\u0432\u043d"
    "\u03b1\u03bf\u03c1\u03bd\u03b9\u03c5\u03c7\u03b5\u03ba\u03c4\u03bc\u03b2\u03b7",
    "aeopcyxisjdhqvwktmbhaopviuxektmbh",
)
# One word of a name keeps to one of these: they share the shapes of their letters.
ALPHABETS: Final = ("LATIN", "CYRILLIC", "GREEK")
# Vietnamese and Hebrew need two or three marks on a letter; towers of them cover the lines around.
MAX_STACKED_MARKS: Final = 3


def is_reserved(name: str) -> bool:
    """Whether `name`, read without case, spaces, hyphens and underscores, belongs to the site or looks as if."""
    seen = name.casefold().translate(LOOK_ALIKES)
    return "".join(mark for mark in seen if mark not in " -_") in RESERVED


def clean_display_name(name: str) -> str:
    """`name` in Unicode's compatibility form with its white space folded; "" stays "".

    Raises:
        NameRefusedError: it holds characters that do not show or reorder their surroundings, mixes alphabets in a
            word, or is reserved.
    """
    composed = " ".join(unicodedata.normalize("NFKC", name).split())
    if any(unicodedata.category(mark) in INVISIBLE for mark in composed):
        raise NameRefusedError(_("Use visible characters only."))
    if _stacks_marks(composed):
        raise NameRefusedError(_("Too many accents are stacked on one letter."))
    if is_reserved(composed):
        raise NameRefusedError(_("This name is reserved."))
    if any(map(_mixes_alphabets, composed.split())):
        raise NameRefusedError(_("Write each word of a name in one alphabet."))
    return composed


def _mixes_alphabets(word: str) -> bool:
    """Whether it is spelt with letters that look alike but are others."""
    names = {unicodedata.name(mark, "").partition(" ")[0] for mark in word if mark.isalpha()}
    return len(names.intersection(ALPHABETS)) > 1


def _stacks_marks(text: str) -> bool:
    height = 0
    for mark in text:
        height = height + 1 if unicodedata.category(mark) in {"Mn", "Me"} else 0
        if height > MAX_STACKED_MARKS:
            return True
    return False
