"""Django's settings, made from the environment that `config.environment` read and checked."""

import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import inline
from config.admin import UNFOLD  # noqa: F401  (a setting)
from config.broker import broker_settings, transport_options
from config.environment import ROOT, read_environment
from config.https import over_https
from config.object_store import ObjectStore, upload_storages
from config.programs import OAUTH2_PROVIDER, REST_FRAMEWORK, cors_settings  # noqa: F401  (settings)
from config.queues import celery_queues
from config.replicas.naming import databases, with_replicas
from config.schedule import SCHEDULE
from config.sentry import report_errors
from config.social import social_apps, social_origins, social_providers
from feed.text.embeds import FRAME_SOURCES

BASE_DIR = ROOT
VAR = ROOT / "var"
env = read_environment()
KIND: str = env["BROADSHEET_ENV"]
IS_PRODUCTION = KIND == "production"
IS_SECURE = IS_PRODUCTION and not env["BROADSHEET_INSECURE_HTTP"]


def _local_secret(file: Path = VAR / "secret_key") -> str:
    """A secret for development, made once, so that sessions survive a restart."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


# Who we are
SECRET_KEY: str = env["BROADSHEET_SECRET_KEY"] or _local_secret()
SECRET_KEY_FALLBACKS = [*env["BROADSHEET_OLD_SECRET_KEYS"]]
DEBUG = False
BASE_URL: str = env["BROADSHEET_BASE_URL"] or f"http://127.0.0.1:{env['PORT']}"
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "", *env["BROADSHEET_ALLOWED_HOSTS"]]
if not IS_PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
TRUSTED_PROXIES: int = env["BROADSHEET_TRUSTED_PROXIES"]
COUNTRY_HEADER: str = env["BROADSHEET_COUNTRY_HEADER"]
OBJECT_STORE: ObjectStore | None = env["BROADSHEET_OBJECT_STORE"]
SERVES_MEDIA = not IS_PRODUCTION or OBJECT_STORE is not None
METRICS_TOKEN: str = env["BROADSHEET_METRICS_TOKEN"]
BACKUP_ROOT: Path | None = env["BROADSHEET_BACKUP_ROOT"]
BACKUP_KEY: str = env["BROADSHEET_BACKUP_KEY"]
BACKUPS_KEPT: int = max(1, env["BROADSHEET_BACKUPS_KEPT"])
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    "config",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "config.apps.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *social_apps(env["BROADSHEET_OIDC"] or KIND == "test", env["BROADSHEET_GITHUB"]),
    "rest_framework",
    "oauth2_provider",
    "corsheaders",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "template_partials",
    "csp",
    "accounts",
    "counting",
    "feed",
    "moderation",
    "sponsors",
    "exchange",
    "demo",
]

MIDDLEWARE = [
    "config.logs.name_requests",
    "config.logs.note_refusals",
    "corsheaders.middleware.CorsMiddleware",
    "config.compression.compress_answers",
    "config.middleware.keep_to_oneself",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.Languages",
    "config.middleware.refuse_oversized",
    "config.middleware.refuse_unstorable_text",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.KnowWhoComes",
    "config.message_storage.MessagesWhenAsked",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.send_on_from_old_addresses",
    "config.middleware.KeepSuspendedOut",
    "config.middleware.AskStaffForSecondFactor",
    "config.middleware.AskAgain",
    "config.middleware.DomainErrors",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.ContentPolicy",
    "config.middleware.admin_content_policy",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "feed.context.site",
                "accounts.context.member",
            ],
        },
    },
]

# Where data lives
DATABASES = databases(
    env["DATABASE_URL"], env["DATABASE_REPLICA_URLS"], pool_size=env["BROADSHEET_DB_POOL_SIZE"]
)
REPLICAS = tuple(alias for alias in DATABASES if alias != "default")
globals().update(with_replicas(DATABASES, MIDDLEWARE))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL: str = env["REDIS_URL"] or "unix:///nonexistent"
REDIS_CACHE_URL: str = env["REDIS_CACHE_URL"] or REDIS_URL
REDIS_BROKER_URL: str = env["REDIS_BROKER_URL"] or REDIS_URL
REDIS_EVENTS_URL: str = env["REDIS_EVENTS_URL"] or REDIS_URL
REDIS_PREFIX: str = env["BROADSHEET_REDIS_PREFIX"]
CACHES = {
    "default": {
        "BACKEND": "config.steady_cache.SteadyCache",
        "LOCATION": [REDIS_CACHE_URL],  # a list, since Django would divide it at commas
        "KEY_PREFIX": f"{REDIS_PREFIX}:cache",
        "OPTIONS": {"pool_class": "config.redis_connections.GuardedPool"},
    }
}

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT: Path = env["BROADSHEET_MEDIA_ROOT"]
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION
_static = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if IS_PRODUCTION
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
PRIVATE_ROOT: Path = env["BROADSHEET_PRIVATE_ROOT"]
STORAGES = upload_storages(OBJECT_STORE, PRIVATE_ROOT) | {"staticfiles": {"BACKEND": _static}}
# One image of 10 MB and the form around it; text fields have limits of their own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Who may enter
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "accounts.backend.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword")
]
AUTH_PASSWORD_VALIDATORS.append({"NAME": "accounts.passwords.GuessValidator"})
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
if KIND == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "accounts.forms.sign_up.SignUpForm"}
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_GET = False
# What touches an account's safety asks again who it is, at most once in a quarter of an hour.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_USERNAME_MIN_LENGTH = 2
# A new password, address or second factor, and what is gone, is told by mail: who did not do it learns of it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
SOCIALACCOUNT_PROVIDERS = social_providers(env["BROADSHEET_OIDC"], env["BROADSHEET_GITHUB"])
# An address proves nothing about who holds an account here: only a member who is signed in may connect one.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.forms.sign_up.SocialSignUpForm"}
SESSION_ENGINE = "config.sessions"
# However much it is used; a session that is not used ends after two weeks (SESSION_COOKIE_AGE).
SESSION_LASTS = timedelta(days=max(1, env["BROADSHEET_SESSION_DAYS"]))
STAFF_SESSION_LASTS = timedelta(days=max(1, env["BROADSHEET_STAFF_SESSION_DAYS"]))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LOOKS_COOKIE_PREFIX = ""

# What browsers are told
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if IS_SECURE:
    globals().update(over_https(is_behind_proxy=bool(TRUSTED_PROXIES)))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, *inline.SOURCES],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [*FRAME_SOURCES],  # only after a reader has asked for the frame
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *social_origins(env["BROADSHEET_OIDC"], env["BROADSHEET_GITHUB"])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# What people read
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("nl", _("Dutch")),
    ("de", _("German")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True
# See feed.read_more.encoders.registry; "" for none.
ENCODER: str = env["BROADSHEET_ENCODER"]
DEFAULT_FROM_EMAIL: str = env["BROADSHEET_MAIL_FROM"]
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if env["EMAIL_URL"]:
    globals().update(environ.Env.email_url_config(env["EMAIL_URL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# Of each step; a request waits for a link to a new password to be handed over, or for who tells us who somebody is.
EMAIL_TIMEOUT = SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# What programs get; REST_FRAMEWORK and OAUTH2_PROVIDER come from config.programs
globals().update(cors_settings(env["BROADSHEET_CORS_ORIGINS"]))
# Redirects of apps may use http, but only to loopback (RFC 8252): accounts.forms.oauth_apps sees to that.
SILENCED_SYSTEM_CHECKS = ["oauth2_provider.W008"]
SPECTACULAR_SETTINGS = {
    "TITLE": "Broadsheet API",
    "DESCRIPTION": "What a reader or an author does on the pages, for programs, by the same rules.",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.api.schema.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "LanguageCode": LANGUAGES,
        "PostStatus": "feed.models.post.PostStatus",
        "CommentStatus": "feed.models.comment.CommentStatus",
        "PreviewStatus": "feed.models.PreviewStatus",
        "ReactionKind": "feed.models.ReactionKind",
        "NotificationKind": "accounts.models.NotificationKind",
        "Channel": "accounts.models.Channel",
        "SubjectKind": "moderation.models.SubjectKind",
        "ReportState": "moderation.models.ReportState",
        "SignInOutcome": "accounts.models.SignInOutcome",
        "RuleState": "feed.models.RuleState",
        "FlightStatus": "sponsors.models.FlightStatus",
    },
    "DEFAULT_GENERATOR_CLASS": "accounts.api.description.Generator",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# What leaves the site: how far the fetcher of strangers' addresses may go; tests reach nothing by themselves
OUTGOING_POLICY: str = (
    "feed.fetching.outgoing.sealed" if KIND == "test" else "feed.fetching.connection.Policy"
)

# What is counted
VIEW_WINDOW = timedelta(minutes=min(env["BROADSHEET_VIEW_WINDOW_MINUTES"], 24 * 60))
FLOOD_EVENTS_PER_MINUTE: int = env["BROADSHEET_FLOOD_EVENTS_PER_MINUTE"]
UNCOUNTED_READERS: tuple[str, ...] = env["BROADSHEET_UNCOUNTED_READERS"]
DATA_CENTRES: Path | None = env["BROADSHEET_DATA_CENTRES"]
LEDGER_MONTHS: int = max(1, env["BROADSHEET_LEDGER_MONTHS"])  # tokens live for a day

# So long a member's history, and what For you showed, is kept
READING_KEPT = timedelta(days=max(1, env["BROADSHEET_READING_DAYS"]))

# How a message reaches an address that a member named: a browser's push service, a webhook
OUTGOING_POST = "feed.fetching.posting.post"
VAPID_KEY: str | None = env["BROADSHEET_VAPID_KEY"]

# What works behind the scenes
CELERY_BROKER_URL, CELERY_BROKER_USE_SSL = broker_settings(REDIS_BROKER_URL)
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{REDIS_PREFIX}:celery:",
    # What takes longer comes again while it is in hand: each task may run beside itself, as beat starts it anyway.
    "visibility_timeout": 900,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.5,  # config.patience gives workers more
    "max_retries": 0,
    **transport_options(REDIS_BROKER_URL),
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
globals().update(celery_queues())
CELERY_TASK_ALWAYS_EAGER = KIND == "test"
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # a worker's lines look like those of the web
CELERY_BEAT_SCHEDULE = SCHEDULE
# Loaded before a worker forks, so that its processes share what feed.tasks imports late.
CELERY_IMPORTS = ("feed.read_more.refresh", "feed.spam.learning", "feed.sharing.refresh")
CELERY_TIMEZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "config.logs.JsonLine"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if env["BROADSHEET_JSON_LOGS"] else "line",
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO" if IS_PRODUCTION else "WARNING"},
    # Strangers may ask for any host as often as they like. Without a handler Python would print each, with where it failed.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
}
report_errors(env["BROADSHEET_SENTRY_DSN"], environment=KIND)
