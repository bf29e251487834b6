"""The reasons that a new site begins with, to decide and to report, made wherever the tables have just been made."""

from typing import Any, Final

from django.apps import apps
from django.apps.registry import Apps
from django.utils.translation import gettext_noop

from moderation.models import Reason

# (code, rule of the house, counts as spam); the words are those of the code
DECISION_REASONS: Final = (
    (Reason.SPAM, gettext_noop("Advertising that does not say so, and texts written for their links, have no place here."), True),
    (Reason.ABUSE, gettext_noop("Nobody is insulted, threatened or pursued here."), False),
    (Reason.ILLEGAL, gettext_noop("What the law forbids cannot stand here."), False),
    (Reason.PRIVACY, gettext_noop("Nobody’s address, number or other private data is shown here without their consent."), False),
    (Reason.COPYRIGHT, gettext_noop("Other people’s work needs their permission here; quoting with the source is fine."), False),
    (Reason.OFF_TOPIC, gettext_noop("Each text stands here once, in the category where readers look for it."), False),
    (Reason.IN_ORDER, "", False),
    (Reason.EDITORIAL, "", False),
    (Reason.OTHER, "", False),
)  # fmt: skip
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


def make_reasons(*, using: str, apps: Apps = apps, **_signal: Any) -> None:
    """Make each reason that is missing; what an administrator changed in one that is there stays.

    `apps`: the models as the tables are; nothing is made where a migration backwards took the table away.
    """
    if "decisionreason" not in apps.all_models["moderation"]:
        return
    decisive, reported = (
        apps.get_model("moderation", name)._default_manager.using(using)
        for name in ("DecisionReason", "ReportReason")
    )
    existing = set(decisive.values_list("code", flat=True))
    for position, (reason, explanation, is_spam) in enumerate(DECISION_REASONS):
        if reason not in existing:
            words = {"label": reason.label, "explanation": explanation, "is_spam": is_spam}
            decisive.get_or_create(code=reason.value, defaults=words | {"position": position})
    existing = set(reported.values_list("code", flat=True))
    for position, (code, label, severity, decides_as) in enumerate(REASONS):
        if code not in existing:
            words = {"label": label, "severity": severity, "decides_as_id": decides_as}
            reported.get_or_create(code=code, defaults=words | {"position": position})
