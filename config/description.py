"""The description of the API for programs, which few of them ever ask for."""

from drf_spectacular.views import SpectacularAPIView

schema = SpectacularAPIView.as_view()
