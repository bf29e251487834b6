"""Addresses of the API."""

from rest_framework.routers import SimpleRouter

from feed.api.views import CategoryViewSet, PostViewSet, TagViewSet

app_name = "api"
router = SimpleRouter(use_regex_path=False)
router.register("posts", PostViewSet, "post")
router.register("categories", CategoryViewSet, "category")
router.register("tags", TagViewSet, "tag")
urlpatterns = router.urls
