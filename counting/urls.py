"""Addresses of counting."""

from django.urls import path

from counting import views

app_name = "counting"
urlpatterns = [
    path("", views.beacon, name="beacon"),
]
