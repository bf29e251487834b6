"""Addresses of sponsors."""

from django.urls import path

from sponsors.views import readers, serving

app_name = "sponsors"
urlpatterns = [
    path("", readers.show_library, name="library"),
    path("fill/", serving.fill, name="fill"),
    path("click/<str:token>/", serving.click, name="click"),
    path("why/<str:token>/", readers.why, name="why"),
    path("hide/<int:pk>/", readers.hide, name="hide"),
    path("show/<int:pk>/", readers.show, name="show"),
]
