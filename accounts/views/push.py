"""What the browser's side of push needs (static/js/push.js)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from accounts.access import member_of
from accounts.forms.push import PushForm
from accounts.services import pushing


@login_required
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    form = PushForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    agent = request.headers.get("User-Agent", "")
    pushing.subscribe(member_of(request), **form.cleaned_data, user_agent=agent)
    return HttpResponse(status=204)


@login_required
@require_POST
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """Says the same whether or not there was one."""
    pushing.unsubscribe(member_of(request), endpoint=request.POST.get("endpoint", ""))
    return HttpResponse(status=204)
