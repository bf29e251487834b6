"""Who may sign in to the demo site; needs no Django, because the development command prints it."""

from typing import Final

# Each: username, password, role in words.
DEMO_ACCOUNTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("hanneke", "hanneke-demopass", "editor and administrator"),
    ("mona", "mona-demopass", "moderator"),
    ("tomas", "tomas-demopass", "writer"),
    ("pim", "pim-demopass", "reader"),
)
