"""Pictures of imported posts that are not here yet, for administrators: why, and once more."""

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from exchange.models import PendingPicture
from exchange.services.picturing import ask_again
from feed.fetching.errors import retold


@admin.register(PendingPicture)
class PendingPictureAdmin(ModelAdmin):
    """What nobody could fetch stands first; tasks look after the rest."""

    list_display = ("url", "post", "show_problem", "due_at")
    list_display_links = None
    list_select_related = ("post",)
    search_fields = ("url",)
    ordering = (F("due_at").asc(nulls_first=True), "pk")
    fields = ("url", "post", "show_problem", "due_at")
    actions = ("ask_now",)

    @display(description=_("problem"))
    def show_problem(self, row: PendingPicture) -> str:
        return retold(row.problem)

    @admin.action(description=_("Ask now"), permissions=("retry",))
    def ask_now(self, request: HttpRequest, queryset: QuerySet[PendingPicture]) -> None:
        ask_again(queryset, now=timezone.now())

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("exchange.change_pendingpicture")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
