"""The reasons to report that a new site begins with, made wherever the tables have just been made."""

from typing import Any, Final

from django.apps import apps
from django.utils.translation import gettext_noop

# (code, words, severity, reason of the decision)
REASONS: Final = (
    ("spam", gettext_noop("Spam or hidden advertising"), 2.0, "spam"),
    ("abuse", gettext_noop("Insults, threatens or harasses someone"), 5.0, "abuse"),
    ("privacy", gettext_noop("Shows someone’s private data"), 6.0, "privacy"),
    ("illegal", gettext_noop("Against the law"), 10.0, "illegal"),
    ("copyright", gettext_noop("Someone else’s work without permission"), 2.0, "copyright"),
    ("off-topic", gettext_noop("Off topic, or posted before"), 0.5, "off_topic"),
    ("other", gettext_noop("Something else"), 1.0, "other"),
)


def make_reasons(*, using: str, **_signal: Any) -> None:
    """Make each reason that is missing; what an administrator changed in one that is there stays."""
    reasons = apps.get_model("moderation", "ReportReason")._default_manager.using(using)
    existing = set(reasons.values_list("code", flat=True))
    for position, (code, label, severity, decides_as) in enumerate(REASONS):
        if code not in existing:
            words = {"label": label, "severity": severity, "decides_as": decides_as}
            reasons.get_or_create(code=code, defaults=words | {"position": position})
