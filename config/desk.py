"""The desk of the staff: the admin's pages and ours among them. A web process imports it when somebody comes to it."""

from django.contrib import admin

admin.autodiscover()

from config.operations import operations, retry  # noqa: E402
from moderation.admin.audit import audit  # noqa: E402
from moderation.admin.queue import queue  # noqa: E402
from moderation.admin.run import run  # noqa: E402
from moderation.admin.together import together, undo  # noqa: E402

urlpatterns = admin.site.urls[0]
case_queue = admin.site.admin_view(queue)
staff_audit = admin.site.admin_view(audit)
operations_page = admin.site.admin_view(operations)
operations_retry = admin.site.admin_view(retry)
queue_run = admin.site.admin_view(run)
queue_undo = admin.site.admin_view(undo)
queue_together = admin.site.admin_view(together)
