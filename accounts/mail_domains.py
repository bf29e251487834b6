"""Mail domains that anybody uses once, from the list that comes with the program."""

from functools import cache


def is_disposable(address: str) -> bool:
    """Whether a mail address lies with a provider of throw-away addresses, or below its domain."""
    domain = address.rpartition("@")[2].lower().rstrip(".")
    parts = domain.split(".")
    return any(".".join(parts[start:]) in _listed() for start in range(max(len(parts) - 1, 1)))


@cache
def _listed() -> frozenset[str]:
    from disposable_email_domains import blocklist  # read when the first member signs up

    return frozenset(blocklist)
