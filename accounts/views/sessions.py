"""The devices on which a member is signed in, and who tried to."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_of, session_for
from accounts.selectors import latest_sign_ins


class Devices(ListUserSessionsView):  # type: ignore[misc]  # allauth is untyped
    """Where one is signed in and who tried to; who finds an open browser signs nobody out with it."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Adds what the library does not know."""
        member = member_of(self.request)
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {"sign_ins": latest_sign_ins(member)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise_if_reauthentication_required(request, app="")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


list_devices = Devices.as_view()


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one device out, from its next request on."""
    session_for(member_of(request), pk).end()
    messages.success(request, _("This device is signed out."))
    return redirect("usersessions_list")
