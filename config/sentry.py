"""Errors to Sentry, where BROADSHEET_SENTRY_DSN names a project there; without it nothing is imported and nothing leaves.

What leaves is where the code failed, by which view or task and in which release: no body, cookie, header, query, address,
member or row of a table. Nor what an error says, since it is often made of those; the lines of code around it are there.
"""

from typing import Any, Final, cast

from config.errors import SettingsError

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
        before_send=cast("Any", strip),  # an event is a dictionary, whatever its type says
    )


def strip(event: dict[str, Any], _hint: object = None) -> dict[str, Any]:
    """What is about people is taken out; of the request its method stays, and the name of the view as `transaction`."""
    for name in NEVER:
        event.pop(name, None)
    request = event.get("request")
    if request:
        event["request"] = {name: request[name] for name in KEPT_OF_REQUEST if name in request}
    for raised in event.get("exception", {}).get("values", ()):
        raised["value"] = ""
    line = event.get("logentry")
    if line:
        event["logentry"] = {"message": line.get("message", "")}
    return event
