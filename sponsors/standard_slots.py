"""The slots that the site's templates name, made wherever the tables have just been made."""

from collections.abc import Collection
from typing import Any, Final

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# In mails of the day (sponsors.services.mailing); all others are in pages.
DIGEST: Final = "email-digest"
NO_PROOF_IN_MAIL: Final = _(
    "A mail cannot prove impressions: sell the digest per click, or flat and without a quantity."
)

# (code, label, description, width and height of the picture in CSS pixels)
SLOTS: Final = (
    ("article-top", gettext_noop("Top of an article"), "Above the title.", 320, 160),
    ("article-inline", gettext_noop("In an article"), "After the third paragraph.", 320, 160),
    (
        "article-bottom",
        gettext_noop("End of an article"),
        "Between the text and what to read next.",
        320,
        160,
    ),
    ("sidebar-top", gettext_noop("Top of the sidebar"), "Beside articles and lists.", 300, 250),
    ("sidebar-bottom", gettext_noop("End of the sidebar"), "Beside articles and lists.", 300, 250),
    ("feed-top", gettext_noop("Top of a list"), "Above the first post.", 320, 160),
    ("feed-inline", gettext_noop("In a list"), "Between the posts.", 320, 160),
    (
        DIGEST,
        gettext_noop("In the e-mail digest"),
        "Below the news of the day, in words alone.",
        320,
        160,
    ),
)


def asks_mail_for_impressions(
    codes: Collection[str],
    *,
    is_by_click: bool,
    is_priced_by_impression: bool,
    quantity: int | None,
) -> bool:
    """Whether a flight in slots of these codes wants impressions where nobody can prove any."""
    if DIGEST not in codes or is_by_click:
        return False
    return is_priced_by_impression or (quantity is not None and set(codes) == {DIGEST})


def make_slots(*, using: str, **_signal: Any) -> None:
    """Make each slot that is missing; what a manager changed in one that is there stays. Called after migrations."""
    slots = apps.get_model("sponsors", "SponsorSlot")._default_manager.using(using)
    existing = set(slots.values_list("code", flat=True))
    for code, label, description, width, height in SLOTS:
        if code not in existing:
            words = {"label": label, "description": description, "width": width, "height": height}
            slots.get_or_create(code=code, defaults=words)
