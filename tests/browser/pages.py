"""Every kind of page of the site, by who sees it; test_every_page.py looks at them."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpResponse
from django.template.loader import get_template
from django.test import Client

from accounts.models import EventKind, SignUpMode, SignUpPolicy, User, Webhook
from accounts.services.oauth_apps import AppTerms, register_app
from accounts.services.webhooks import WebhookTerms, make_webhook, ping
from accounts.tokens import unsubscribe_token
from feed.models import Comment
from moderation.models import Decision, Reason
from moderation.services import silence_member, suspend_member
from tests.browser.conftest import Newsroom
from tests.factories import PASSWORD

Path = Callable[[Newsroom], str]


def consent_address(maker: User) -> str:
    terms = AppTerms("Pocket Reader", ("https://reader.example.org/back",))
    app, _secret = register_app(member=maker, terms=terms)
    query = {
        "response_type": "code", "client_id": app.client_id, "redirect_uri": app.redirect_uris,
        "scope": "read posts:write", "code_challenge": "c" * 43, "code_challenge_method": "S256",
    }  # fmt: skip
    return f"/oauth/authorize/?{urlencode(query)}"


def tried_webhook(member: User) -> Webhook:
    terms = WebhookTerms("https://listener.example.org/hook", (EventKind.POST_PUBLISHED,))
    made = make_webhook(member=member, terms=terms)
    ping(made)
    return made


def reset_address(member: User) -> str:
    key = f"{user_pk_to_url_str(member)}-{default_token_generator.make_token(member)}"
    return f"/accounts/password/reset/key/{key}/"


def confirmation_address(member: User) -> str:
    address, _is_new = EmailAddress.objects.get_or_create(
        user=member, email=member.email, defaults={"primary": True}
    )
    return f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/"


def passkey_of(member: User) -> int:
    data = {"name": "Phone", "credential": {}}
    made = Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data=data)
    return int(made.pk)


def with_own_address(member: User, path: str) -> str:
    """The address, for a member who has proven where mail reaches him, as second factors ask for."""
    confirmation_address(member)
    EmailAddress.objects.filter(user=member).update(verified=True)
    return path


def with_second_factor(member: User, path: str) -> str:
    """The address, for a member who now has codes from an app and codes for emergencies, and no passkey."""
    Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN).delete()
    if not Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(member, generate_totp_secret())
        RecoveryCodes.activate(member)
    return path


def own_comment(news: Newsroom) -> int:
    return int(Comment.objects.live().filter(author=news.alice).latest("pk").pk)


ANYBODY: Final[dict[str, Path]] = {
    "feed": lambda news: "/",
    "hot": lambda news: "/hot/",
    "following, for strangers": lambda news: "/following/",
    "tag as cards": lambda news: "/tags/tram/?view=cards",
    "categories": lambda news: "/categories/",
    "category": lambda news: "/categories/market/",
    "empty category": lambda news: "/tags/budget/hot/",
    "tag": lambda news: "/tags/tram/",
    "search form": lambda news: "/search/",
    "search results": lambda news: "/search/?q=tram",
    "search without results": lambda news: "/search/?q=zebra",
    "member": lambda news: news.alice.get_absolute_url(),
    "article": lambda news: news.post.get_absolute_url(),
    "post about a page elsewhere": lambda news: news.linked.get_absolute_url(),
    "article with a poll": lambda news: news.answer.get_absolute_url(),
    "comment": lambda news: news.comment.get_absolute_url(),
    "series": lambda news: f"/series/{news.post.series_id}/the-tram-line/",
    "share on Mastodon": lambda news: f"/share/mastodon/{news.post.pk}/",
    "refused server": lambda news: f"/share/mastodon/{news.post.pk}/?server=localhost",
    "moderation log": lambda news: "/moderation/log/",
    "our sponsors": lambda news: "/sponsors/",
    "sign in": lambda news: "/accounts/login/",
    "sign up": lambda news: "/accounts/signup/",
    "forgotten password": lambda news: "/accounts/password/reset/",
    "not found": lambda news: "/nowhere/",
    "bad request": lambda news: "/?after=junk",
    "without a network": lambda news: "/offline/",
    "card on other pages": lambda news: f"{news.post.get_absolute_url()}embed/",
    "invitation that is gone": lambda news: "/join/nobody-sent-this/",
    "account that is closed": lambda news: "/accounts/inactive/",
    "mail to confirm was sent": lambda news: "/accounts/confirm-email/",
    "address to confirm": lambda news: confirmation_address(news.alice),
    "mail to reset was sent": lambda news: "/accounts/password/reset/done/",
    "new password": lambda news: reset_address(news.alice),
    "new password is set": lambda news: "/accounts/password/reset/key/done/",
    "other site's sign-in left": lambda news: "/accounts/3rdparty/login/cancelled/",
    "other site's sign-in failed": lambda news: "/accounts/3rdparty/login/error/",
    "API documentation": lambda news: "/api/v1/docs/",
    "components": lambda news: "/_components/",
}
ALICE: Final[dict[str, Path]] = {
    "own article": lambda news: news.post.get_absolute_url(),
    "article to react to": lambda news: news.answer.get_absolute_url(),
    "following": lambda news: "/following/",
    "for you": lambda news: "/for-you/",
    "feed settings": lambda news: "/settings/feed/",
    "bookmarks": lambda news: "/bookmarks/",
    "bookmark list": lambda news: news.kept.list.get_absolute_url(),
    "delete a bookmark list": lambda news: f"/bookmarks/{news.kept.list_id}/delete/",
    "arrange a series": lambda news: f"/series/{news.post.series_id}/order/",
    "poll with votes": lambda news: f"/posts/{news.post.pk}/poll/",
    "new poll": lambda news: f"/posts/{news.draft.pk}/poll/",
    "own draft": lambda news: news.draft.get_absolute_url(),
    "write": lambda news: "/write/",
    "edit": lambda news: f"/posts/{news.post.pk}/edit/",
    "my posts": lambda news: "/write/mine/",
    "delete": lambda news: f"/posts/{news.post.pk}/delete/",
    "answer": lambda news: f"/posts/{news.post.pk}/comments/?parent={news.comment.pk}",
    "notifications": lambda news: "/notifications/",
    "settings": lambda news: "/settings/",
    "reading": lambda news: "/settings/reading/",
    "choice of notifications": lambda news: "/settings/notifications/",
    "privacy": lambda news: "/settings/privacy/",
    "programs": lambda news: "/settings/tokens/",
    "apps": lambda news: "/settings/apps/",
    "an app that asks": lambda news: consent_address(news.mona),
    "an app that cannot ask": lambda news: "/oauth/authorize/?client_id=none",
    "webhooks": lambda news: "/settings/webhooks/",
    "webhook": lambda news: f"/settings/webhooks/{tried_webhook(news.alice).pk}/",
    "report a post": lambda news: f"/report/post/{news.answer.pk}/",
    "report of one's own": lambda news: f"/report/post/{news.post.pk}/",
    "history": lambda news: f"/posts/{news.post.pk}/history/",
    "own comments": lambda news: f"{news.alice.get_absolute_url()}comments/",
    "own appreciation": lambda news: f"{news.alice.get_absolute_url()}reactions/",
    "desk without a sponsor": lambda news: "/sponsors/desk/",
    "block": lambda news: f"/settings/block/{news.mona.username}/",
    "no more mail": lambda news: f"/settings/unsubscribe/{unsubscribe_token(news.alice)}/",
    "change password": lambda news: "/accounts/password/change/",
    "e-mail addresses": lambda news: "/accounts/email/",
    "security": lambda news: "/accounts/2fa/",
    "devices": lambda news: "/accounts/sessions/",
    "passkeys": lambda news: "/accounts/2fa/webauthn/",
    "own data": lambda news: "/settings/data/",
    "invitations": lambda news: "/settings/invitations/",
    "leave": lambda news: "/settings/data/leave/",
    "other sites to sign in with": lambda news: "/accounts/3rdparty/",
    "prove that it is you": lambda news: "/accounts/reauthenticate/",
    "purge a revision": lambda news: f"/posts/{news.post.pk}/history/1/purge/",
    "edit a comment": lambda news: f"/comments/{own_comment(news)}/edit/",
    "delete a comment": lambda news: f"/comments/{own_comment(news)}/delete/",
    "new app for codes": lambda news: with_own_address(news.alice, "/accounts/2fa/totp/activate/"),
    "new passkey": lambda news: with_own_address(news.alice, "/accounts/2fa/webauthn/add/"),
    "name of a passkey": lambda news: f"/accounts/2fa/webauthn/keys/{passkey_of(news.alice)}/edit/",
    "remove a passkey": lambda news: (
        f"/accounts/2fa/webauthn/keys/{passkey_of(news.alice)}/remove/"
    ),
    "security with a second factor": lambda news: with_second_factor(news.alice, "/accounts/2fa/"),
    "no more codes": lambda news: with_second_factor(news.alice, "/accounts/2fa/totp/deactivate/"),
    "recovery codes": lambda news: with_second_factor(news.alice, "/accounts/2fa/recovery-codes/"),
    "new recovery codes": lambda news: with_second_factor(
        news.alice, "/accounts/2fa/recovery-codes/generate/"
    ),
    "sign out": lambda news: "/accounts/logout/",
    "not allowed": lambda news: f"/posts/{news.post.pk + 1}/edit/",
}
MONA: Final[dict[str, Path]] = {
    "decision": lambda news: f"/decisions/{Decision.objects.latest('pk').pk}/",
    "moderation log with decisions": lambda news: "/moderation/log/?verb=hide",
    "another's post": lambda news: news.answer.get_absolute_url(),
    "held post": lambda news: news.held.get_absolute_url(),
}
PATHS: Final = {"": ANYBODY, "alice": ALICE, "mona": MONA}
EXPECTED: Final = {
    "refused server": 422,
    "an app that cannot ask": 400,
    "not found": 404,
    "invitation that is gone": 410,
    "other site's sign-in failed": 401,
    "bad request": 400,
    "not allowed": 403,
    "report of one's own": 403,
}
PAGES: Final = [(who, name) for who, paths in PATHS.items() for name in paths]


def failures(news: Newsroom) -> dict[str, Any]:
    """Answers whose pages no address shows at will, and two that are made without a request."""
    kept, comments = {"body": "Words that are kept."}, f"/posts/{news.answer.pk}/comments/"
    alice, silenced, suspended, stranger = Client(), Client(), Client(), Client()
    second, words = Client(), {"login": "alice", "password": PASSWORD}
    with_second_factor(news.alice, "")
    silence_member(member=news.answer.author, actor=news.mona, reason=Reason.ABUSE)
    suspend_member(member=news.held.author, actor=news.mona, reason=Reason.SPAM)
    alice.force_login(news.alice)
    silenced.force_login(news.answer.author)
    suspended.force_login(news.held.author)
    SignUpPolicy.objects.update_or_create(pk=1, defaults={"mode": SignUpMode.CLOSED})
    return {
        "no more members": stranger.get("/accounts/signup/"),
        "second factor": second.post("/accounts/login/", words, follow=True),
        "second factor again": alice.get("/accounts/2fa/reauthenticate/"),
        "broken": _bare("500.html", 500),
        "no database": _bare("503.html", 503),
        "full disk": _bare("507.html", 507),
        "forged form": Client(enforce_csrf_checks=True).post("/accounts/login/", kept),
        "huge form": stranger.generic("POST", "/accounts/login/", "x", CONTENT_LENGTH="900000000"),
        "answer to what is gone": alice.post(f"/posts/{news.held.pk}/comments/", kept),
        "silenced": silenced.post(comments, kept),
        "suspended": suspended.get("/"),
    }


def _bare(name: str, status: int) -> Any:
    """As the test client gives answers."""
    template: Any = get_template(name)
    answer: Any = HttpResponse(template.render(), status=status)
    answer.templates = [template.template]
    return answer
