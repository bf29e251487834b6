"""What the trust in an author makes of the links in his texts."""

from collections.abc import Mapping

from accounts.models import TrustRule, User
from accounts.selectors import trust_rules
from feed.text.earned import Links


def links_of(author: User, *, rules: Mapping[int, TrustRule] | None = None) -> Links:
    """Words while the author is on probation; after that what the table of trust levels says.

    `rules`: the table, where many authors are asked about; None to have it read.
    """
    if not author.has_standing:
        return Links.WORDS
    rule = (trust_rules() if rules is None else rules).get(author.trust_level)
    return Links.FOLLOWED if rule and rule.has_followed_links else Links.UNFOLLOWED
