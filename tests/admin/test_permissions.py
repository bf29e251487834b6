"""Who may open what in the admin, as one table: every address of the admin by every role."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from accounts.models import CATEGORY_MODERATORS, EDITORS, User
from feed.models import Comment, Post, PostStatus, WrittenRule
from moderation import services
from moderation.models import Decision, Reason
from tests.admin.conftest import make_administrator, make_sponsor_manager
from tests.admin.rows import some_row
from tests.factories import make_category, make_comment, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

# a administrator, m moderator, c category moderator, e editor, s sponsor manager.
# By model, in this order: for whom the list, a row's page and its history open, who may add one by hand, who may change
# something on its page, who may delete one.
MATRIX: dict[str, tuple[str, str, str, str]] = {
    "account.emailaddress":      ("a",    "",    "",     ""),
    "accounts.applicant":        ("am",   "",    "am",   ""),
    "accounts.invitation":       ("am",   "",    "",     ""),
    "accounts.signupblock":      ("am",   "am",  "am",   "am"),
    "accounts.signuppolicy":     ("am",   "",    "am",   ""),
    "accounts.trustrule":        ("am",   "",    "a",    ""),
    "accounts.user":             ("am",   "",    "am",   ""),
    "auth.group":                ("a",    "a",   "a",    "a"),
    "counting.eventtotal":       ("a",    "",    "",     ""),
    "counting.subjectday":       ("a",    "",    "",     ""),
    "exchange.pendingpicture":   ("a",    "",    "",     ""),
    "feed.category":             ("ame",  "ame", "ame",  "a"),
    "feed.comment":              ("amc",  "",    "amc",  ""),
    "feed.contactkey":           ("am",   "am",  "am",   ""),
    "feed.image":                ("ame",  "",    "",     ""),
    "feed.judgement":            ("am",   "",    "",     ""),
    "feed.outsidefeed":          ("am",   "am",  "am",   "am"),
    "feed.pendingedit":          ("am",   "",    "am",   ""),
    "feed.post":                 ("amce", "",    "amce", ""),
    "feed.readmorelist":         ("ame",  "",    "",     ""),
    "feed.readmorerule":         ("ame",  "ame", "ame",  "ame"),
    "feed.sitesettings":         ("ame",  "",    "ame",  ""),
    "feed.spamcampaign":         ("am",   "",    "am",   ""),
    "feed.spammodel":            ("am",   "",    "am",   ""),
    "feed.tag":                  ("ame",  "ame", "ame",  "ame"),
    "feed.writtenrule":          ("am",   "am",  "am",   "am"),
    "moderation.appeal":         ("am",   "",    "am",   ""),
    "moderation.decision":       ("am",   "",    "",     ""),
    "moderation.decisionreason": ("am",   "a",   "a",    ""),
    "moderation.report":         ("amc",  "",    "",     ""),
    "moderation.reportreason":   ("am",   "a",   "am",   ""),
    "sponsors.alert":            ("as",   "",    "",     ""),
    "sponsors.campaign":         ("as",   "as",  "as",   "a"),
    "sponsors.creative":         ("as",   "as",  "as",   "a"),
    "sponsors.creativetotal":    ("as",   "",    "",     ""),
    "sponsors.flight":           ("as",   "as",  "as",   "a"),
    "sponsors.invalidtotal":     ("as",   "",    "",     ""),
    "sponsors.invoice":          ("as",   "",    "",     ""),
    "sponsors.slottotal":        ("as",   "",    "",     ""),
    "sponsors.sponsor":          ("as",   "as",  "as",   "a"),
    "sponsors.sponsoringpolicy": ("as",   "as",  "as",   ""),
    "sponsors.sponsorslot":      ("as",   "",    "as",   ""),
}  # fmt: skip
# Every other page of the admin, by its pattern.
PAGES = {
    "admin/": "amces",
    "admin/audit/": "a",
    "admin/operations/": "a",
    "admin/operations/<slug:failure_id>/": "",  # takes a POST only: config/test_operations.py
    "admin/queue/": "amcs",
    "admin/queue/run/": "amcs",
    "admin/queue/undo/<int:pk>/": "",  # takes a POST only: moderation/test_batches.py
    "admin/queue/<str:scope>/<str:value>/": "am",
    "admin/search/": "amces",
    "admin/accounts/user/<str:object_id>/timeline/": "am",
    "admin/accounts/user/<str:object_id>/sign-out/": "",  # takes a POST only: admin/test_timeline.py
    "admin/moderation/decision/<int:pk>/take-back/": "",  # takes a POST only: moderation/test_levels.py
    "admin/feed/writtenrule/<int:pk>/trial/": "am",
    "admin/feed/contactkey/import/": "am",
    "admin/sponsors/flight/calendar/": "as",
    "admin/sponsors/flight/open_calendar/": "as",
}
# Django's own, which show nothing of the site, or ask for the permission of what they show.
DJANGOS = {
    "admin/login/", "admin/logout/", "admin/password_change/", "admin/password_change/done/", "admin/autocomplete/",
    "admin/jsi18n/", "admin/r/<path:content_type_id>/<path:object_id>/", "admin/(?P<url>.*)$",
    "admin/(?P<app_label>auth|account|counting|feed|moderation|accounts|sponsors|exchange)/$",
}  # fmt: skip
# Of each model: where in the matrix it is said who opens the page.
KINDS = {
    "add/": 1,
    "<path:object_id>/change/": 0,
    "<path:object_id>/history/": 0,
    "<path:object_id>/delete/": 3,
}
# Where the one row that there is can be changed and no second one added.
FULL = {"sponsors.sponsoringpolicy": "add/"}


def staff(username: str, role: str) -> User:
    member = make_member(username, is_staff=True)
    member.groups.add(Group.objects.get(name=role))
    return member


def everybody() -> dict[str, User | AnonymousUser]:
    """One of each letter; "n" a member who is no staff, "o" nobody."""
    return {
        "a": make_administrator(),
        "m": make_moderator(),
        "c": staff("cato", CATEGORY_MODERATORS),
        "e": staff("edo", EDITORS),
        "s": make_sponsor_manager(),
        "n": make_member("bob"),
        "o": AnonymousUser(),
    }


def of_staff() -> dict[str, User | AnonymousUser]:
    return {letter: person for letter, person in everybody().items() if letter in "amces"}


def who_opens(address: str, people: dict[str, User | AnonymousUser]) -> str:
    """Letters of those who come to a page of the admin."""
    return "".join(letter for letter, member in people.items() if shows(member, address))


def shows(member: User | AnonymousUser, address: str) -> bool:
    """Whether the view makes a page for this person, or leads on to the one page that there is; nothing is drawn."""
    match, request = resolve(address), RequestFactory().get(address)
    request.user, request.session, request.resolver_match = member, SessionStore(), match
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except (PermissionDenied, Http404):
        return False
    leads_to = response.headers.get("Location", "")
    if leads_to.startswith("/admin/") and leads_to != "/admin/" and "next=" not in leads_to:
        return shows(member, leads_to)
    return bool(response.status_code == 200)


def who_may(asks: Callable[[HttpRequest], bool], people: dict[str, User | AnonymousUser]) -> str:
    """Letters of the staff that the admin lets do something."""
    request = RequestFactory().get("/")
    letters = ""
    for letter, member in people.items():
        request.user = member
        letters += letter if asks(request) else ""
    return letters


def test_every_role_does_what_the_table_says() -> None:
    people = of_staff()

    found = {
        model._meta.label_lower: (
            who_opens(f"/admin/{model._meta.app_label}/{model._meta.model_name}/", people),
            who_may(desk.has_add_permission, people),
            who_may(desk.has_change_permission, people),
            who_may(desk.has_delete_permission, people),
        )
        for model, desk in admin.site._registry.items()
    }

    assert found == MATRIX


def test_every_page_of_every_row_opens_for_whom_the_table_says() -> None:
    people = of_staff()
    make_category().moderators.add(User.objects.get(username="cato"))

    wrong = {}
    for model in admin.site._registry:
        label, row = model._meta.label_lower, some_row(model)
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for path, column in KINDS.items():
            address = base + path.replace("<path:object_id>", str(row.pk))
            expected = "" if FULL.get(label) == path else MATRIX[label][column]
            found = who_opens(address, people)
            if found != expected:
                wrong[address] = (found, expected)

    assert wrong == {}


def test_every_other_page_opens_for_whom_the_table_says() -> None:
    people = of_staff()
    values = {
        "<str:object_id>": str(make_member("alice").pk),
        "<int:pk>": str(some_row(WrittenRule).pk),
        "<str:scope>/<str:value>": "author/alice",
    }

    found = {}
    for pattern in PAGES:
        address = f"/{pattern}"
        for name, value in values.items():
            address = address.replace(name, value)
        found[pattern] = who_opens(address, people)

    assert found == PAGES


def test_no_address_of_the_admin_is_missing_in_the_tables() -> None:
    of_models = {
        f"admin/{model._meta.app_label}/{model._meta.model_name}/{path}"
        for model in admin.site._registry
        for path in ("", "<path:object_id>/", *KINDS)
    }

    assert set(admin_addresses()) == of_models | set(PAGES) | DJANGOS


def admin_addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every pattern under /admin/, with 1 in place of what it captures."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from admin_addresses(pattern, path)
        elif path.startswith("admin/") and isinstance(pattern, URLPattern):
            yield path


def test_no_address_of_the_admin_opens_for_members_or_strangers() -> None:
    people = {letter: person for letter, person in everybody().items() if letter in "no"}
    addresses = {
        "/" + "".join("1" if part.startswith("<") else part for part in split(path))
        for path in admin_addresses()
    }

    open_ones = {
        address: letters
        for address in sorted(addresses)
        if "(?P" not in address and (letters := who_opens(address, people))
    }

    assert len(addresses) > 150
    assert set(open_ones) <= {"/admin/jsi18n/"}


def split(path: str) -> list[str]:
    """Around each <converter:name>."""
    return path.replace("<", "\0<").replace(">", ">\0").split("\0")


def test_a_category_moderator_sees_and_decides_only_what_lies_there() -> None:
    cato, mine, other = Client(), make_category("Harbour"), make_category("Sport")
    cato.force_login(staff("cato", CATEGORY_MODERATORS))
    mine.moderators.add(User.objects.get(username="cato"))
    inside, outside = make_post(category=mine), make_post(category=other)
    answer, elsewhere = make_comment(post=inside), make_comment(post=outside)

    titles = cato.get("/admin/feed/post/").text
    reached = [
        cato.get(f"/admin/feed/post/{post.pk}/change/").status_code for post in (inside, outside)
    ]
    for kind, pk in (("post", outside.pk), ("comment", elsewhere.pk), ("member", inside.author_id)):
        case = {"case": f"{kind}:{pk}", "deed": "hide", "reason": "spam"}
        assert cato.post("/admin/queue/", case).status_code == 403
    case = {"case": f"comment:{answer.pk}", "deed": "hide", "reason": "spam"}
    cato.post("/admin/queue/", case)

    assert (inside.title in titles, outside.title in titles) == (True, False)
    assert reached == [200, 302]
    assert not Comment.objects.get(pk=answer.pk).is_live
    assert Decision.objects.get().actor == User.objects.get(username="cato")
    with pytest.raises(Exception, match="You may not do this"):
        services.hide_post(
            post=outside, actor=User.objects.get(username="cato"), reason=Reason.SPAM
        )


def test_a_category_moderator_has_five_minutes_of_what_lies_there() -> None:
    cato, mine, run = Client(), make_category("Harbour"), "/admin/queue/run/"
    cato.force_login(staff("cato", CATEGORY_MODERATORS))
    mine.moderators.add(User.objects.get(username="cato"))
    inside, outside = make_post(category=mine), make_post(category=make_category("Sport"))
    Post.objects.update(status=PostStatus.HELD)

    cato.post(run, {"deed": "start"})
    page = cato.get(run)
    decided = {"deed": "hide", "reason": "spam"}
    cato.post(run, {**decided, "case": f"post:{inside.pk}"})
    refused = cato.post(run, {**decided, "case": f"post:{outside.pk}"}).status_code

    assert page.context["row"]["case"].pk == inside.pk
    assert f"/user/{inside.author_id}/" not in page.text  # no link that this person may not open
    assert "All by this member" not in page.text
    assert cato.get(run).context["row"] is None
    assert (Post.objects.get(pk=inside.pk).is_hidden, refused) == (True, 403)


def test_an_editor_features_but_does_not_hide() -> None:
    edo, post = Client(), make_post()
    edo.force_login(staff("edo", EDITORS))
    page = f"/admin/feed/post/{post.pk}/change/"

    edo.post(page, {"decide_hide": "", "reason": "spam"})
    edo.post(page, {"decide_feature": ""})

    post.refresh_from_db()
    assert (post.is_live, post.is_featured) == (True, True)
    assert Decision.objects.get().verb == "feature"
    assert edo.post("/admin/queue/", {"case": f"post:{post.pk}", "deed": "hide"}).status_code == 403
