"""Addresses of one's own account."""

from django.urls import path

from accounts.views import profile

app_name = "accounts"

urlpatterns = [path("", profile.edit_settings, name="settings")]
