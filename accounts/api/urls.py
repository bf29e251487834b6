"""Addresses of a member's own account in the API."""

from typing import Any

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api.devices import LetInEndpoint, SessionEndpoint, SignInEndpoint, TokenEndpoint
from accounts.api.invitations import InvitationEndpoint
from accounts.api.own_apps import OwnAppEndpoint
from accounts.api.own_data import ArchiveFile, ExportEndpoint, LeavingEndpoint
from accounts.api.profile import ProfileEndpoint, SettingsEndpoint, WishesEndpoint
from accounts.api.push import PushEndpoint

app_name = "accounts-api"
router = SimpleRouter(use_regex_path=False)
router.register("account/tokens", TokenEndpoint, "token")
router.register("account/apps", LetInEndpoint, "app")
router.register("account/own-apps", OwnAppEndpoint, "own-app")
router.register("account/invitations", InvitationEndpoint, "invitation")
router.register("account/push", PushEndpoint, "push")

ONE: Any = {"get": "retrieve", "patch": "partial_update"}
urlpatterns = [
    path("account/profile/", ProfileEndpoint.as_view(ONE), name="profile"),
    path("account/settings/", SettingsEndpoint.as_view(ONE), name="settings"),
    path("account/notifications/", WishesEndpoint.as_view(ONE), name="wishes"),
    path(
        "account/sessions/",
        SessionEndpoint.as_view({"get": "list", "delete": "end_all"}),
        name="sessions",
    ),
    path(
        "account/sessions/<int:pk>/", SessionEndpoint.as_view({"delete": "destroy"}), name="session"
    ),
    path("account/sign-ins/", SignInEndpoint.as_view({"get": "list"}), name="sign-ins"),
    path(
        "account/export/",
        ExportEndpoint.as_view({"get": "retrieve", "post": "create", "delete": "destroy"}),
        name="export",
    ),
    path("account/export/file/", ArchiveFile.as_view({"get": "file"}), name="export-file"),
    path(
        "account/leaving/",
        LeavingEndpoint.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="leaving",
    ),
    *router.urls,
]
