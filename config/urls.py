"""The addresses of the site."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.urls import oauth_patterns
from config import installing
from config.metrics import metrics
from config.rooms import Room, addresses_later
from config.views import api_docs, api_not_found, choose_language, favicon, health, media, ready
from sponsors.views.serving import ads_txt

description, desk = Room("config.description"), Room("config.desk")
sessions = Room("accounts.views.sessions")

handler400 = "config.views.bad_request"
handler500 = "config.outage.failed"

api_patterns: list[URLPattern | URLResolver] = [
    path("v1/", include("feed.api.urls")),
    addresses_later("v1/", "accounts.api.urls", namespace="accounts-api"),
    addresses_later("v1/", "moderation.api.urls", namespace="moderation-api"),
    addresses_later("v1/", "sponsors.api.urls", namespace="sponsors-api"),
    path("v1/schema/", description.schema, name="api-schema"),
    path("v1/docs/", api_docs, name="api-docs"),
    path("<path:rest>", api_not_found),
]

# What is asked for most stands first, for Django tries them one after the other; tests/config/test_addresses.py sees that none hides another.
urlpatterns = [
    path("sponsors/", include("sponsors.urls")),  # each page asks for its slots
    path("api/", include(api_patterns)),
    path("", include("feed.urls")),
    path("healthz", health, name="health"),
    path("readyz", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("admin/queue/", desk.case_queue, name="moderation-queue"),
    path("admin/audit/", desk.staff_audit, name="staff-audit"),
    path("admin/operations/", desk.operations_page, name="operations"),
    path("admin/operations/<slug:failure_id>/", desk.operations_retry, name="operations-retry"),
    path("admin/queue/run/", desk.queue_run, name="moderation-run"),
    path("admin/queue/undo/<int:pk>/", desk.queue_undo, name="moderation-undo"),
    path("admin/queue/<str:scope>/<str:value>/", desk.queue_together, name="moderation-together"),
    addresses_later("admin/", "config.desk", namespace="admin"),
    path("accounts/sessions/", sessions.list_devices, name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include(oauth_patterns)),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("worker.js", installing.worker, name="worker"),
    path("offline/", installing.offline, name="offline"),
    path("language/", choose_language, name="set_language"),
    path("beacon/", include("counting.urls")),
    path("", include("moderation.urls")),
    path("favicon.ico", favicon),
    path("ads.txt", ads_txt),
]

if settings.SERVES_MEDIA:
    urlpatterns.append(path("media/<path:path>", media))
