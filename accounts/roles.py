"""The roles of the staff: Django groups with the permissions that their work needs.

A role is made once, as soon as all its permissions exist, after `migrate`. From then on the group belongs to
the administrators of the site: what they change in it stays changed.
"""

from typing import Any, Final

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from accounts.models import MODERATORS

SPONSOR_MANAGERS: Final = "sponsor managers"

# Permissions are named as in `has_perm`; every holder also needs `is_staff` to enter the admin.
ROLES: Final[dict[str, frozenset[str]]] = {
    MODERATORS: frozenset(
        {
            "accounts.view_user",
            "feed.add_category",
            "feed.add_contactkey",
            "feed.add_tag",
            "feed.change_contactkey",
            "feed.change_pendingedit",
            "feed.change_spamcampaign",
            "feed.change_spammodel",
            "feed.view_contactkey",
            "feed.view_judgement",
            "feed.view_pendingedit",
            "feed.view_spamcampaign",
            "feed.view_spammodel",
            "feed.change_category",
            "feed.change_comment",
            "feed.change_post",
            "feed.change_sitesettings",
            "feed.change_tag",
            "feed.delete_tag",
            "feed.view_category",
            "feed.view_comment",
            "feed.view_image",
            "feed.view_post",
            "feed.view_readmorelist",
            "feed.add_readmorerule",
            "feed.change_readmorerule",
            "feed.delete_readmorerule",
            "feed.view_readmorerule",
            "feed.view_sitesettings",
            "feed.view_tag",
            "moderation.view_decision",
            "moderation.view_report",
            "moderation.view_reportreason",
            "moderation.change_reportreason",
            "moderation.view_appeal",
            "moderation.view_membernote",
            "accounts.view_trustrule",
        }
    ),
    SPONSOR_MANAGERS: frozenset(
        f"sponsors.{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in (
            "sponsor",
            "seat",
            "campaign",
            "flight",
            "creative",
            "sponsorslot",
            "sponsoringpolicy",
        )
    )
    | {
        "sponsors.view_alert",
        "sponsors.view_creativetotal",
        "sponsors.view_invalidtotal",
        "sponsors.view_invoice",
        "sponsors.add_invoice",
        "sponsors.view_slottotal",
    },
}


def make_roles(**_signal: Any) -> None:
    """Make each role that is missing and whose permissions all exist; called after each app's migration."""
    existing = set(Group.objects.filter(name__in=ROLES).values_list("name", flat=True))
    for name in ROLES.keys() - existing:
        permissions = list(_permissions(ROLES[name]))
        if len(permissions) == len(ROLES[name]):
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.set(permissions)


def _permissions(names: frozenset[str]) -> QuerySet[Permission]:
    wanted = Q()
    for name in names:
        app_label, codename = name.split(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return Permission.objects.filter(wanted)
