"""Addresses of one's own account."""

from django.urls import path

from accounts.views import notifications, profile

app_name = "accounts"

urlpatterns = [
    path("settings/", profile.edit_settings, name="settings"),
    path("settings/notifications/", notifications.edit_wishes, name="notification-settings"),
    path("settings/unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("notifications/", notifications.list_notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications-read"),
    path("notifications/<int:pk>/read/", notifications.read_one, name="notification-read"),
]
