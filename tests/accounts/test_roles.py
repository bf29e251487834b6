"""The groups of the staff."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from accounts.models import MODERATORS, User
from accounts.roles import ROLES, SPONSOR_MANAGERS, make_roles
from tests.factories import make_member, make_moderator

pytestmark = pytest.mark.django_db


def permissions_of(role: str) -> set[str]:
    rows = Group.objects.get(name=role).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {f"{app_label}.{codename}" for app_label, codename in rows}


def migrate_again() -> None:
    for app_config in apps.get_app_configs():
        make_roles(app_config=app_config)


@pytest.mark.parametrize("role", list(ROLES))
def test_every_role_is_there_with_its_permissions(role: str) -> None:
    assert permissions_of(role) == ROLES[role]


def test_moderators_and_sponsor_managers_share_no_permission() -> None:
    assert not permissions_of(MODERATORS) & permissions_of(SPONSOR_MANAGERS)


def test_what_an_administrator_changed_in_a_role_stays() -> None:
    Group.objects.get(name=MODERATORS).permissions.clear()

    migrate_again()

    assert permissions_of(MODERATORS) == set()


def test_a_role_that_was_lost_is_made_again() -> None:
    Group.objects.get(name=MODERATORS).delete()

    migrate_again()

    assert permissions_of(MODERATORS) == ROLES[MODERATORS]


def test_a_moderator_needs_group_and_staff() -> None:
    mona = make_moderator()
    outsider = make_member("bob")
    outsider.groups.add(Group.objects.get(name=MODERATORS))

    assert mona.is_moderator
    assert not outsider.is_moderator
    assert not User.objects.get(username=make_member("max", is_staff=True)).is_moderator
