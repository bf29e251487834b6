"""The page where a member makes and revokes keys for programs."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import selectors
from accounts.access import member_of, personal_token_for
from accounts.errors import TooManyTokensError
from accounts.forms.personal_tokens import PersonalTokenForm
from accounts.services import personal_tokens


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def list_tokens(request: HttpRequest) -> HttpResponse:
    """All keys, and the form that makes one; the answer to that form is the only page that shows the new key."""
    if request.method != "POST":
        return _page(request, PersonalTokenForm())
    form = PersonalTokenForm(request.POST)
    if form.is_valid():
        try:
            _token, key = personal_tokens.make_token(member=member_of(request), **form.terms())
        except TooManyTokensError as error:
            form.add_error(None, str(error))
        else:
            return _page(request, PersonalTokenForm(), key=key, status=201)
    return _page(request, form, status=422)


@login_required
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    personal_tokens.revoke_token(personal_token_for(member_of(request), pk))
    messages.success(request, _("The token is revoked. Programs that use it are shut out."))
    return redirect("accounts:tokens")


def _page(
    request: HttpRequest, form: PersonalTokenForm, *, key: str = "", status: int = 200
) -> HttpResponse:
    tokens = selectors.personal_tokens(member_of(request))
    context = {"form": form, "tokens": tokens, "key": key}
    return render(request, "accounts/tokens.html", context, status=status)
