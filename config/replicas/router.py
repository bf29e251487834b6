"""Which server Django's ORM asks: what a request only reads may come from a replica, all that is written goes to the primary."""

from typing import Any, Final

from config import reading
from config.replicas.naming import PRIMARY

# Who comes, what they may do and what sponsors pay is always asked of the primary, in whatever request.
PRIMARY_APPS: Final = frozenset(
    ("account", "admin", "auth", "exchange", "mfa", "oauth2_provider", "sessions", "socialaccount", "sponsors", "usersessions")
)  # fmt: skip
PRIMARY_MODELS: Final = frozenset(("accounts.personaltoken",))


class Router:
    """settings.DATABASE_ROUTERS, where a site has replicas."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        meta = model._meta
        is_primarys = meta.app_label in PRIMARY_APPS or meta.label_lower in PRIMARY_MODELS
        return PRIMARY if is_primarys else reading.alias()

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        """Also for rows that are read to be written: locked, or made where there is none."""
        reading.stay_with_primary()
        return PRIMARY

    def allow_relation(self, *_rows: Any, **_hints: Any) -> bool:
        """A row is the same row, wherever it was read."""
        return True

    def allow_migrate(self, db: str, *_what: Any, **_hints: Any) -> bool:
        return db == PRIMARY
