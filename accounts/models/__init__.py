"""Members of the site."""

from accounts.models.user import MODERATORS, USERNAME_PATTERN, MemberManager, TrustLevel, User

__all__ = ("MODERATORS", "USERNAME_PATTERN", "MemberManager", "TrustLevel", "User")
