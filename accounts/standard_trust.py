"""The trust levels as a new site begins with them, made wherever the tables have just been made."""

from typing import Any, Final

from django.apps import apps

# By level: days a member, posts read, posts and comments that stand, reactions received; is it reached by itself;
# links, pictures and mentions in a text; posts, comments, changes and reactions a day; weight of a report; followed links.
# A level is slow to earn and easy to use: two weeks of reading cost a spammer more than a link that nobody follows is worth.
RULES: Final = (
    (0, (0, 0, 0, 0), True, (3, 3, 3), (3, 20, 20, 50), 0.5, False),
    (1, (3, 15, 2, 1), True, (5, 8, 5), (5, 60, 50, 100), 1.0, False),
    (2, (15, 60, 8, 10), True, (20, 20, 10), (10, 150, 100, 300), 1.5, True),
    (3, (60, 250, 30, 60), True, (50, 40, 15), (20, 300, 200, 500), 2.0, True),
    (4, (0, 0, 0, 0), False, (100, 60, 20), (30, 500, 300, 1000), 3.0, True),
)


def make_rules(*, using: str, **_signal: Any) -> None:
    """Make each level that is missing; what an administrator changed in one that is there stays."""
    rules = apps.get_model("accounts", "TrustRule")._default_manager.using(using)
    existing = set(rules.values_list("level", flat=True))
    for level, needs, is_reached, per_text, per_day, weight, has_followed_links in RULES:
        if level not in existing:
            names = ("needs_days", "needs_read", "needs_written", "needs_appreciated")
            text_names = ("links_per_text", "images_per_text", "mentions_per_text")
            day_names = ("posts_per_day", "comments_per_day", "edits_per_day", "reactions_per_day")
            values: dict[str, Any] = dict(
                zip(names + text_names + day_names, needs + per_text + per_day, strict=True)
            )
            values |= {
                "is_reached": is_reached,
                "report_weight": weight,
                "has_followed_links": has_followed_links,
            }
            rules.get_or_create(level=level, defaults=values)
