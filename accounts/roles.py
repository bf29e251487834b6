"""The roles of the staff: Django groups with the permissions that their work needs.

Each permission is given to its role once, after `migrate`, also when a new version brings it. From then on the group
belongs to the administrators of the site: what they take away stays away, what they add stays.
"""

from typing import Any, Final

from django.apps import AppConfig
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet

from accounts.models import CATEGORY_MODERATORS, EDITORS, MODERATORS, RoleGrant

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
            "feed.add_outsidefeed",
            "feed.change_outsidefeed",
            "feed.delete_outsidefeed",
            "feed.view_outsidefeed",
            "feed.view_sitesettings",
            "feed.view_tag",
            "feed.add_writtenrule",
            "feed.change_writtenrule",
            "feed.delete_writtenrule",
            "feed.view_writtenrule",
            "feed.add_rulecondition",
            "feed.change_rulecondition",
            "feed.delete_rulecondition",
            "feed.view_rulecondition",
            "feed.view_rulehit",
            "moderation.view_decision",
            "moderation.view_decisionreason",
            "moderation.view_report",
            "moderation.view_reportreason",
            "moderation.change_reportreason",
            "moderation.view_appeal",
            "moderation.view_membernote",
            "accounts.view_trustrule",
            "accounts.view_applicant",
            "accounts.change_applicant",
            "accounts.view_invitation",
            "accounts.view_signuppolicy",
            "accounts.change_signuppolicy",
            "accounts.add_signupblock",
            "accounts.change_signupblock",
            "accounts.delete_signupblock",
            "accounts.view_signupblock",
        }
    ),
    # Only what lies in their categories is shown to them (moderation.access).
    CATEGORY_MODERATORS: frozenset(
        {
            "feed.view_post",
            "feed.change_post",
            "feed.view_comment",
            "feed.change_comment",
            "moderation.view_report",
        }
    ),
    EDITORS: frozenset(
        {
            "feed.view_post",
            "feed.change_post",
            "feed.view_image",
            "feed.view_category",
            "feed.add_category",
            "feed.change_category",
            "feed.view_tag",
            "feed.add_tag",
            "feed.change_tag",
            "feed.delete_tag",
            "feed.view_readmorelist",
            "feed.view_readmorerule",
            "feed.add_readmorerule",
            "feed.change_readmorerule",
            "feed.delete_readmorerule",
            "feed.view_sitesettings",
            "feed.change_sitesettings",
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


def make_roles(*, app_config: AppConfig, **_signal: Any) -> None:
    """Give each role the permissions in this app that it was never given; called after each app's migration."""
    prefix = f"{app_config.label}."
    for name, permissions in ROLES.items():
        codenames = [each.removeprefix(prefix) for each in permissions if each.startswith(prefix)]
        if codenames:
            _give(
                name,
                Permission.objects.filter(
                    content_type__app_label=app_config.label, codename__in=codenames
                ),
            )


def _give(role: str, permissions: QuerySet[Permission]) -> None:
    group, _is_new = Group.objects.get_or_create(name=role)
    given = RoleGrant.objects.filter(role=group).values("permission")
    fresh = list(permissions.exclude(pk__in=given))
    if fresh:
        group.permissions.add(*fresh)
        RoleGrant.objects.bulk_create(
            [RoleGrant(role=group, permission=each) for each in fresh], ignore_conflicts=True
        )
