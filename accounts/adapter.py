"""How django-allauth signs members up and in, here and by accounts elsewhere."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.delivery.letters import send_or_keep
from accounts.forms.sign_up import INVITATION, UNWANTED_REFERRER
from accounts.models import Applicant, User
from accounts.names import is_reserved
from accounts.remembering import remember_choices
from accounts.services import sign_ins
from accounts.services.hints import is_known_place, note_sign_in
from accounts.services.signing_up import (
    is_unwanted_referrer,
    may_sign_up,
    objection_to_name,
)
from accounts.wording import Written, objection_to, objection_to_all
from config.breaker import Breaker
from config.http import client_address
from config.sessions import let_end

# By host, of the few that the site was told of. Longer than SOCIALACCOUNT_REQUESTS_TIMEOUT.
SERVERS: Final = defaultdict[str, Breaker](lambda: Breaker(rest_seconds=10))
DISCOVERY: Final = "/.well-known/openid-configuration"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Reserved names, the client's true address for the rate limits, and the member's language."""

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002  (allauth's signature)
        """Refuse what belongs to the site; the pattern and the uniqueness are the model's."""
        if is_reserved(username):
            raise ValidationError(_("This name is reserved."), code="reserved")
        if objection := objection_to(username, member=None):
            raise ValidationError(objection, code="advertising")
        if objection := objection_to_all(User(username=username), Written.NAME):
            raise ValidationError(objection, code="refused")
        if objection := objection_to_name(username):
            raise ValidationError(objection, code="unwanted")
        return str(super().clean_username(username, shallow))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """As the site's policy says; the visit is remembered if it comes from where links are sold."""
        if is_unwanted_referrer(request.headers.get("Referer", "")):
            request.session[UNWANTED_REFERRER] = True
        return may_sign_up(request.session.get(INVITATION, ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away costs the member patience, not the account or the link."""
        request = allauth_context.request
        facts = {"request": request, "email": email, "current_site": get_current_site(request)}
        is_sent = send_or_keep(self.render_mail(template_prefix, email, facts | context))
        if not is_sent and request is not None:
            text = _("Our mail server does not answer. Your message goes out as soon as it does; you need not ask again.")  # fmt: skip
            messages.warning(request, text)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Who waits for a moderator is told so; others are suspended."""
        if Applicant.objects.waiting().filter(member=user).exists():
            return render(request, "account/applied.html")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that rate limits count by; where a socket gives none, all visitors share "::"."""
        return client_address(request) or "::"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Guesses are counted by account; those from where the member has signed in before apart from all others.

        So that strangers who guess lock out strangers, not the member.
        """
        key = str(super()._get_login_attempts_cache_key(request, **credentials))
        login = str(credentials.get("email", credentials.get("username", "")))
        known = is_known_place(login, address=client_address(request) or "")
        return f"{key}:known" if known else key

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Attempts that are not looked at are noted, too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_ins.note_throttled()
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The member sees it among the sign-ins."""
        login = str(credentials.get("email") or credentials.get("username", ""))
        sign_ins.note_refusal(login, browser=browser_of(request), now=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """From the next page on the site looks and speaks as the member chose; who never chose keeps what is.

        Effects: the session gets its end; the sign-in is noted; the member hears of it by mail if it looks like somebody else.
        """
        response: HttpResponse = super().post_login(request, user, **details)
        remember_choices(response, user)
        let_end(request.session, is_staff=user.is_staff)
        browser, now = browser_of(request), timezone.now()
        is_new = note_sign_in(user, address=client_address(request) or "", browser=browser, now=now)
        outcome = sign_ins.outcome_of(get_authentication_records(request, user))
        sign_ins.note_success(user, outcome, browser=browser, is_new=is_new, now=now)
        if is_new:
            devices = request.build_absolute_uri(reverse("usersessions_list"))
            with override(user.language or get_language()):
                self.send_notification_mail("account/email/new_sign_in", user, {"devices": devices})
        return response


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Takes a server's description of itself only under the name that was written down, and says calmly where there is none.

    One that hangs is waited for by one visitor at a time, who gives up after SOCIALACCOUNT_REQUESTS_TIMEOUT.
    """

    def get_requests_session(self) -> Any:
        """Of the library, which compares the name in an ID token with that of the description, but that with nothing."""
        session = super().get_requests_session()
        session.request = partial(_ask_once, session.request)
        ask = session.get

        def get(url: str, **options: Any) -> Any:
            if not url.endswith(DISCOVERY):
                return ask(url, **options)
            try:
                return _described_as(url.removesuffix(DISCOVERY), ask(url, **options))
            except (OAuth2Error, OSError) as error:  # all errors of its requests are the latter
                page = render_authentication_error(allauth_context.request, None, exception=error)
                raise ImmediateHttpResponse(page) from error

        session.get = get
        return session


def _ask_once(request: Callable[..., Any], method: str, url: str, **options: Any) -> Any:
    """Raises OAuth2Error where the server was silent a moment ago, else what the library raises (an OSError)."""
    breaker = SERVERS[urlsplit(url).netloc]
    if not breaker.may_ask():
        raise OAuth2Error("The server did not answer a moment ago, and is left alone.")
    try:
        answer = request(method, url, **options)
    except OSError:
        breaker.failed()
        raise
    breaker.worked()
    return answer


def _described_as(written_down: str, answer: Any) -> Any:
    """The answer, if it describes that server; a slash at the end makes no difference.

    Raises:
        OAuth2Error: it is another server's.
        OSError: it is no description.
    """
    answer.raise_for_status()
    if str(answer.json().get("issuer", "")).rstrip("/") != written_down.rstrip("/"):
        raise OAuth2Error("The server describes itself by another name than was written down.")
    return answer


def browser_of(request: HttpRequest) -> str:
    """As it calls itself."""
    return request.headers.get("User-Agent", "")[: sign_ins.MAX_BROWSER]
