"""The staff's way in, groups, and members' addresses. Members themselves: moderation.admin.

The admin has no sign-in of its own: the site's, with its throttles and second factor, leads into it.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.core.paginator import InvalidPage
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from oauth2_provider.models import AccessToken, Application, Grant, IDToken, RefreshToken
from unfold.admin import ModelAdmin


def change_password_on_site(_request: HttpRequest, _extra: object = None) -> HttpResponse:
    return redirect("account_change_password")


def search_or_not_found(request: HttpRequest, extra: Any = None) -> HttpResponse:
    """The library's search, which takes any page number for one that exists."""
    try:
        found: HttpResponse = search(request, extra)
    except (InvalidPage, ValueError) as error:
        raise Http404 from error
    return found


search = admin.site.search  # type: ignore[attr-defined]
admin.site.search = search_or_not_found  # type: ignore[attr-defined]
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = change_password_on_site  # type: ignore[method-assign, assignment]
admin.site.unregister(
    [Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken, UserSession]
)


admin.site.unregister([AccessToken, Application, Grant, IDToken, RefreshToken])


@admin.register(Group)
class RoleAdmin(GroupAdmin, ModelAdmin):
    """What each role may do; accounts.roles says how they begin."""


@admin.register(EmailAddress)
class AddressAdmin(ModelAdmin):
    """Whose address is confirmed: for administrators who help members, read-only."""

    list_display = ("email", "user", "verified", "primary")
    list_filter = ("verified", "primary")
    list_select_related = ("user",)
    search_fields = ("email", "user__username")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
