"""Where browsers report what was really seen."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from counting.receiving import receive


@csrf_exempt  # a beacon cannot carry the form token; read_beacon checks where it comes from
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """The beacons of members, and of browsers that do not name the site they come from; counting.door has the others."""
    user = request.user
    answer = receive(
        request.META, request.read, host=request.get_host, member_pk=user.pk, is_staff=user.is_staff
    )
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
