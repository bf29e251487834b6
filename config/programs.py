"""What programs get: settings of the API and of the apps that members let in."""

from typing import Any, Final

REST_FRAMEWORK: Final[dict[str, Any]] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.authentication.MayCome"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.strict_json.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "accounts.api.pagination.SignedCursorPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_METADATA_CLASS": "accounts.api.metadata.Metadata",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.problems.problem_response",
    "PAGE_SIZE": 30,
}
# OAuth 2.1: authorization codes with PKCE alone, tokens stored as digests, each refresh token good for one use.
OAUTH2_PROVIDER: Final[dict[str, Any]] = {
    "SCOPES_BACKEND_CLASS": "accounts.oauth.Scopes",
    "OAUTH2_VALIDATOR_CLASS": "accounts.oauth.Validator",
    "PKCE_REQUIRED": True,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3_600,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 90 * 24 * 3_600,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"],  # http on the member's own machine, says the form
    "ALLOW_LOCALHOST_LOOPBACK": True,
    "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code", "refresh_token"],
    "OAUTH2_TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED": [
        "none",
        "client_secret_post",
        "client_secret_basic",
    ],
    **{
        f"COMPLIANT_BCP_RFC9700_{name}": True
        for name in (
            "IMPLICIT_GRANT", "PASSWORD_GRANT", "PKCE_METHOD", "ACCESS_TOKEN_TRANSPORT", "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE", "REFRESH_TOKEN", "REDIRECT_URI_MATCHING", "PKCE_REQUIRED",
        )
    },
}  # fmt: skip


def cors_settings(origins: tuple[str, ...]) -> dict[str, Any]:
    """Which pages elsewhere may use the API in a browser: with tokens, never with the cookies of this site."""
    return {
        "CORS_ALLOW_ALL_ORIGINS": "*" in origins,
        "CORS_ALLOWED_ORIGINS": [each.rstrip("/") for each in origins if each != "*"],
        "CORS_URLS_REGEX": r"^/(?:api/v1|oauth/token|oauth/revoke|\.well-known/oauth-)",
        "CORS_ALLOW_CREDENTIALS": False,
        "CORS_ALLOW_HEADERS": [
            "accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match",
        ],
        "CORS_EXPOSE_HEADERS": [
            "ETag", "Location", "Idempotent-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After",
        ],
    }  # fmt: skip
