"""What the OAuth library is told: which scopes there are."""

from typing import Any

from oauth2_provider.scopes import BaseScopes

from accounts.models import Scope


class Scopes(BaseScopes):  # type: ignore[misc]
    """Those of personal tokens, in the reader's words."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope.value: str(scope.label) for scope in Scope}

    def get_available_scopes(self, *_args: Any, **_kwargs: Any) -> list[str]:
        return list(Scope.values)

    def get_default_scopes(self, *_args: Any, **_kwargs: Any) -> list[str]:
        """What an app gets that asks for nothing."""
        return [Scope.READ.value]
