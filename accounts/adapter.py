"""How django-allauth signs members up and in."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Default behaviour until there is something of ours to add."""
