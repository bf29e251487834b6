"""What OPTIONS answers."""

from typing import Any

from rest_framework.metadata import SimpleMetadata


class Metadata(SimpleMetadata):
    """Name, description and kinds of bodies; what a body holds is said by the schema, which knows every operation."""

    def determine_actions(self, _request: Any, _view: Any) -> dict[str, Any]:
        """None: the framework would ask each endpoint for the one row and form that only some have."""
        return {}
