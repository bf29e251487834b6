"""Who people are."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Members")

    def ready(self) -> None:
        """Have roles and trust levels made wherever the tables have just been made."""
        from accounts.roles import make_roles
        from accounts.standard_trust import make_rules
        from accounts.watching import connect_watching

        connect_watching()
        post_migrate.connect(make_roles, dispatch_uid="accounts.make_roles")
        post_migrate.connect(make_rules, sender=self, dispatch_uid="accounts.make_rules")
