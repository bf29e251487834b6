"""Addresses of one's own account."""

from django.urls import path

from config.rooms import Room

app_name = "accounts"
data, oauth = Room("accounts.views.data"), Room("accounts.views.oauth")
invitations, notifications = (
    Room("accounts.views.invitations"),
    Room("accounts.views.notifications"),
)
personal_tokens, privacy = Room("accounts.views.personal_tokens"), Room("accounts.views.privacy")
profile, push = Room("accounts.views.profile"), Room("accounts.views.push")
sessions, webhooks = Room("accounts.views.sessions"), Room("accounts.views.webhooks")

urlpatterns = [
    path("settings/", profile.edit_profile, name="settings"),
    path("settings/reading/", profile.edit_reading, name="reading"),
    path("settings/theme/", profile.choose_theme, name="theme"),
    path("settings/privacy/", privacy.edit_privacy, name="privacy"),
    path("settings/block/<str:username>/", privacy.block, name="block"),
    path("settings/unblock/<str:username>/", privacy.unblock, name="unblock"),
    path("settings/notifications/", notifications.edit_wishes, name="notification-settings"),
    path("settings/invitations/", invitations.invitations, name="invitations"),
    path("join/<str:code>/", invitations.join, name="join"),
    path("settings/tokens/", personal_tokens.list_tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", personal_tokens.revoke_token, name="token-revoke"),
    path("settings/apps/", oauth.list_apps, name="apps"),
    path("settings/apps/<int:pk>/shut-out/", oauth.shut_out, name="app-shut-out"),
    path("settings/apps/<int:pk>/remove/", oauth.remove, name="app-remove"),
    path("settings/webhooks/", webhooks.list_webhooks, name="webhooks"),
    path("settings/webhooks/<int:pk>/", webhooks.show_webhook, name="webhook"),
    path("settings/webhooks/<int:pk>/try/", webhooks.try_webhook, name="webhook-try"),
    path("settings/webhooks/<int:pk>/on/", webhooks.switch_on, name="webhook-on"),
    path("settings/webhooks/<int:pk>/remove/", webhooks.remove, name="webhook-remove"),
    path(
        "settings/webhooks/deliveries/<int:pk>/again/", webhooks.send_again, name="delivery-again"
    ),
    path("settings/unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("settings/data/", data.show_data, name="data"),
    path("settings/data/export/", data.request_export, name="export"),
    path("settings/data/export/download/", data.download_export, name="export-download"),
    path("settings/data/export/delete/", data.forget_export, name="export-delete"),
    path("settings/data/leave/", data.leave, name="leave"),
    path("settings/data/stay/", data.stay, name="stay"),
    path("settings/sessions/<int:pk>/end/", sessions.end_session, name="session-end"),
    path("settings/push/", push.subscribe, name="push"),
    path("settings/push/end/", push.unsubscribe, name="push-end"),
    path("notifications/", notifications.list_notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications-read"),
    path("notifications/<int:pk>/read/", notifications.read_one, name="notification-read"),
]

# The library names its addresses by this namespace; what is not here is not offered.
oauth_patterns = (
    [
        path("oauth/authorize/", oauth.consent, name="authorize"),
        path("oauth/token/", oauth.token, name="token"),
        path("oauth/revoke/", oauth.revoke, name="revoke-token"),
        path(
            ".well-known/oauth-authorization-server",
            oauth.server_metadata,
            name="oauth-server-metadata",
        ),
    ],
    "oauth2_provider",
)
