"""The slots that the site's templates name, made wherever the tables have just been made."""

from typing import Any, Final

from django.apps import apps

# The site's mails have no place for it yet, so it starts out disabled.
DIGEST: Final = "email-digest"

# (code, label, description, width and height of the picture in CSS pixels)
SLOTS: Final = (
    ("article-top", "Top of an article", "Above the title.", 320, 160),
    ("article-inline", "In an article", "After the third paragraph.", 320, 160),
    ("article-bottom", "End of an article", "Between the text and what to read next.", 320, 160),
    ("sidebar-top", "Top of the sidebar", "Beside articles and lists.", 300, 250),
    ("sidebar-bottom", "End of the sidebar", "Beside articles and lists.", 300, 250),
    ("feed-top", "Top of a list", "Above the first post.", 320, 160),
    ("feed-inline", "In a list", "Between the posts.", 320, 160),
    (DIGEST, "In the e-mail digest", "Between the posts of the digest.", 320, 160),
)


def make_slots(*, using: str, **_signal: Any) -> None:
    """Make each slot that is missing; what a manager changed in one that is there stays. Called after migrations."""
    slots = apps.get_model("sponsors", "SponsorSlot")._default_manager.using(using)
    existing = set(slots.values_list("code", flat=True))
    for code, label, description, width, height in SLOTS:
        if code not in existing:
            words = {"label": label, "description": description, "width": width, "height": height}
            words["is_enabled"] = code != DIGEST
            slots.get_or_create(code=code, defaults=words)
