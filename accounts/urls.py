"""Addresses of one's own account."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [path("", views.edit_settings, name="settings")]
