"""Addresses of counting."""

app_name = "counting"
urlpatterns = []
