"""How the admin looks: settings of django-unfold. Read by the settings, so nothing here may need Django yet."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import Promise

# The green of the site, and greys with a breath of it.
GREEN: Final = {
    "50": "oklch(97% .015 170)",
    "100": "oklch(93% .035 170)",
    "200": "oklch(87% .06 170)",
    "300": "oklch(79% .08 170)",
    "400": "oklch(68% .09 170)",
    "500": "oklch(56% .09 170)",
    "600": "oklch(43% .08 170)",
    "700": "oklch(38% .07 170)",
    "800": "oklch(32% .055 170)",
    "900": "oklch(27% .045 170)",
    "950": "oklch(20% .03 170)",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "config.admin.site_title",
    "SITE_HEADER": "config.admin.site_title",
    "SITE_SUBHEADER": "config.admin.subheader",
    "SITE_SYMBOL": "newspaper",
    "SITE_URL": "/",
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_HISTORY": False,
    "ENVIRONMENT": "config.admin.environment_badge",
    "DASHBOARD_CALLBACK": "config.dashboard.fill",
    "COLORS": {"primary": GREEN},
    "BORDER_RADIUS": "4px",
    "STYLES": ["config.admin.stylesheet"],
    "SCRIPTS": ["config.admin.script"],
    "ACCOUNT": {"navigation": "config.sidebar.account_links"},
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "config.sidebar.navigation",
    },
}


def site_title(_request: "HttpRequest") -> str:
    from feed.selectors.site import site_settings

    return site_settings().name


def subheader(_request: "HttpRequest") -> "Promise | str":
    from django.utils.translation import gettext

    return gettext("Newsroom")


def stylesheet(_request: "HttpRequest") -> str:
    from django.templatetags.static import static

    return static("css/admin.css")


def script(_request: "HttpRequest") -> str:
    from django.templatetags.static import static

    return static("js/admin.js")


def environment_badge(_request: "HttpRequest") -> "list[Promise | str] | None":
    """Word and colour that say where this is not the real site."""
    from django.conf import settings
    from django.utils.translation import gettext

    words = {"development": gettext("Development"), "test": gettext("Test")}
    return [words[settings.KIND], "warning"] if settings.KIND in words else None
