"""The staff, each with a browser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import SPONSOR_MANAGERS
from tests.factories import enter_surely, make_member, make_moderator


def make_administrator() -> User:
    return make_member("ada", is_staff=True, is_superuser=True)


def make_sponsor_manager() -> User:
    sam = make_member("sam", is_staff=True)
    sam.groups.add(Group.objects.get(name=SPONSOR_MANAGERS))
    return sam


PEOPLE: dict[str, Callable[[], User]] = {
    "administrator": make_administrator,
    "moderator": make_moderator,
    "sponsor manager": make_sponsor_manager,
    "member": lambda: make_member("bob"),
}


def page_of(subject: Model) -> str:
    """Address of the subject's own page in the admin."""
    meta = subject._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[subject.pk])


@pytest.fixture
def sign_in() -> Callable[[str], Client]:
    """A browser in which the person of that role has just signed in; "anonymous" is nobody."""

    def browser_of(role: str) -> Client:
        client = Client()
        if role in PEOPLE:
            enter_surely(client, PEOPLE[role]())
        return client

    return browser_of


@pytest.fixture
def mona(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("moderator")


@pytest.fixture
def ada(sign_in: Callable[[str], Client]) -> Client:
    return sign_in("administrator")
