"""Errors to Sentry, where BROADSHEET_SENTRY_DSN names a project there; without it nothing is imported and nothing leaves.

What leaves is where the code failed, by which view or task and in which release: no body, cookie, header, query, address,
member or row of a table.
"""

from typing import Any, Final

from config.errors import SettingsError
from config.logs import QUOTED

KEPT_OF_REQUEST: Final = ("method",)
NEVER: Final = ("user", "server_name", "breadcrumbs", "extra", "modules")


def report_errors(dsn: str, *, environment: str) -> None:
    """Raises SettingsError where the library is not installed."""
    if not dsn:
        return
    try:
        import sentry_sdk
    except ImportError as error:
        raise SettingsError("BROADSHEET_SENTRY_DSN: install its library: uv sync --group sentry.") from error  # fmt: skip
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=strip,
    )


def strip(event: dict[str, Any], _hint: object = None) -> dict[str, Any]:
    """What is about people is taken out; of the request its method stays, and the name of the view as `transaction`."""
    for name in NEVER:
        event.pop(name, None)
    request = event.get("request")
    if request:
        event["request"] = {name: request[name] for name in KEPT_OF_REQUEST if name in request}
    for raised in event.get("exception", {}).get("values", ()):
        raised["value"] = QUOTED.sub("", str(raised.get("value", "")))
    return event
