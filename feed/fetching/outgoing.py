"""The fetch of this site: under its name, by the policy in force."""

from functools import partial
from typing import Never

from django.conf import settings
from django.utils.module_loading import import_string

from feed.fetching.connection import Policy
from feed.fetching.fetcher import Fetch, fetch


def site_fetch() -> Fetch:
    """Fetch as this site does; `settings.OUTGOING_POLICY` names what makes the Policy."""
    return partial(
        fetch,
        user_agent=f"Mozilla/5.0 (compatible; Broadsheet; +{settings.BASE_URL})",
        policy=import_string(settings.OUTGOING_POLICY)(),
    )


def sealed() -> Policy:
    """The policy of tests that bring no network of their own: nothing goes out."""

    def refuse(host: str) -> Never:
        raise OSError(f"{host} is not looked up: nothing may go out")

    return Policy(resolve=refuse, is_allowed=lambda _address: False)
