"""What can go wrong with a member's own things; `str()` is a sentence for that member."""


class AccountsError(Exception):
    """Base of the errors of accounts."""


class ImageRefusedError(AccountsError):
    """The upload is not a picture that we take; the message names the limit it broke."""


class NameRefusedError(AccountsError):
    """The name could mislead readers or break the line it stands in."""
