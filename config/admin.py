"""How the admin looks: settings of django-unfold."""

from typing import Any

UNFOLD: dict[str, Any] = {"SITE_TITLE": "Broadsheet", "SITE_HEADER": "Broadsheet"}
