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
# Vietnamese and Hebrew need two or three marks on a letter; towers of them cover the lines around.
MAX_STACKED_MARKS: Final = 3


def is_reserved(name: str) -> bool:
    """Whether `name`, read without case, spaces, hyphens and underscores, belongs to the site."""
    return "".join(mark for mark in name.casefold() if mark not in " -_") in RESERVED


def clean_display_name(name: str) -> str:
    """`name` in Unicode's compatibility form with its white space folded; "" stays "".

    Raises:
        NameRefusedError: it holds characters that do not show or reorder their surroundings, or is reserved.
    """
    composed = " ".join(unicodedata.normalize("NFKC", name).split())
    if any(unicodedata.category(mark) in INVISIBLE for mark in composed):
        raise NameRefusedError(_("Use visible characters only."))
    if _stacks_marks(composed):
        raise NameRefusedError(_("Too many accents are stacked on one letter."))
    if is_reserved(composed):
        raise NameRefusedError(_("This name is reserved."))
    return composed


def _stacks_marks(text: str) -> bool:
    height = 0
    for mark in text:
        height = height + 1 if unicodedata.category(mark) in {"Mn", "Me"} else 0
        if height > MAX_STACKED_MARKS:
            return True
    return False
