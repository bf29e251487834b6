"""Who writes the description of the API; named by the setting SPECTACULAR_SETTINGS."""

from typing import Any

from drf_spectacular.generators import SchemaGenerator

from accounts.api.describing import describe_all


class Generator(SchemaGenerator):
    """Asks the views first what they have to say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        describe_all()
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
