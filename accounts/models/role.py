"""What was given to a role, so that each permission is given once and what an administrator takes away stays away."""

from django.contrib.auth.models import Group, Permission
from django.db import models


class RoleGrant(models.Model):
    """That accounts.roles gave this permission to this group; the group itself may have lost it since."""

    role = models.ForeignKey(Group, models.CASCADE, related_name="+")
    permission = models.ForeignKey(Permission, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint("role", "permission", name="accounts_role_grant_once"),
        )

    def __str__(self) -> str:
        return f"{self.role_id}: {self.permission_id}"
