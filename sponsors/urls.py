"""Addresses of sponsors."""

from django.urls import path

from config.rooms import Room
from sponsors.views import serving

app_name = "sponsors"
creatives, desk = Room("sponsors.views.creatives"), Room("sponsors.views.desk")
readers = Room("sponsors.views.readers")
urlpatterns = [
    path("", readers.show_library, name="library"),
    path("fill/", serving.fill, name="fill"),
    path("click/<str:token>/", serving.click, name="click"),
    path("why/<str:token>/", readers.why, name="why"),
    path("hide/<int:pk>/", readers.hide, name="hide"),
    path("show/<int:pk>/", readers.show, name="show"),
    path("desk/", desk.show_sponsors, name="sponsors"),
    path("desk/<int:pk>/", desk.show_desk, name="desk"),
    path("flights/<int:pk>/", desk.show_flight, name="flight"),
    path("flights/<int:pk>/report.csv", desk.flight_csv, name="flight-csv"),
    path("flights/<int:pk>/creatives/", creatives.create, name="creative-create"),
    path("creatives/<int:pk>/", creatives.edit, name="creative-edit"),
    path("creatives/<int:pk>/preview/", creatives.preview, name="creative-preview"),
    path(
        "creatives/<int:pk>/preview/<slug:theme>/<slug:direction>/",
        creatives.frame,
        name="creative-frame",
    ),
    path("invoices/<int:pk>/", desk.show_invoice, name="invoice"),
]
