"""What the settings add where the site is reached over HTTPS alone: read by the settings, and by a test that asks for it."""

from typing import Any


def over_https(*, is_behind_proxy: bool) -> dict[str, Any]:
    """Settings by name. Two years is what lists of HTTPS sites ask for; watchers on the same machine ask without TLS."""
    told: dict[str, Any] = {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 63_072_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "LANGUAGE_COOKIE_NAME": "__Host-django_language",
        "LOOKS_COOKIE_PREFIX": "__Host-",
        "MESSAGE_STORAGE": "config.message_storage.OfThisHost",
        "SECURE_REDIRECT_EXEMPT": [r"^(?:healthz|readyz)$"],
    }
    proxy = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}
    return told | (proxy if is_behind_proxy else {})
