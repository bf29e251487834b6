"""One member's whole story, and what moderators note about it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import member_of
from accounts.models import User
from accounts.services.access import end_sessions
from moderation.admin.forms import NoteForm
from moderation.selectors.timeline import timeline_of
from moderation.services.notes import add_note


@require_http_methods(["GET", "HEAD", "POST"])
def timeline(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show it; keep a note and come back."""
    if not member_of(request).is_moderator:
        raise PermissionDenied
    member = _member(object_id)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_note(member=member, author=member_of(request), **form.cleaned_data)
        messages.success(request, _("The note is kept; the member does not see it."))
        return redirect("admin:accounts_user_timeline", object_id)
    context = {
        **admin.site.each_context(request),
        "title": _("Timeline of %(name)s") % {"name": member.name},
        "member": member,
        "timeline": timeline_of(member),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "admin/moderation/timeline.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest, object_id: str) -> HttpResponse:
    """Sign a member out everywhere, as one asks who lost a phone; a note says who did. config.danger asks again first."""
    administrator = member_of(request)
    if not (administrator.is_superuser and administrator.is_moderator):
        raise PermissionDenied
    member = _member(object_id)
    end_sessions(member)
    add_note(member=member, author=administrator, words=_("Signed out everywhere."))
    messages.success(request, _("The member is signed out on every device."))
    return redirect("admin:accounts_user_timeline", object_id)


def _member(object_id: str) -> User:
    found = User.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if found is None:
        raise Http404
    return found
