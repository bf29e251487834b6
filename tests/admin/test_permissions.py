"""Who may open what in the admin, as one table: every address of the admin by every role."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import CATEGORY_MODERATORS, EDITORS, User
from feed.models import Comment
from moderation import services
from moderation.models import Decision, Reason
from tests.admin.conftest import make_administrator, make_sponsor_manager
from tests.factories import make_category, make_comment, make_member, make_moderator, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

# a administrator, m moderator, c category moderator, e editor, s sponsor manager.
# By model, in this order: for whom the list opens, who may add one by hand, who may delete one.
MATRIX: dict[str, tuple[str, str, str]] = {
    "account.emailaddress":      ("a",     "",    ""),
    "accounts.applicant":        ("am",    "",    ""),
    "accounts.invitation":       ("am",    "",    ""),
    "accounts.signupblock":      ("am",    "am",  "am"),
    "accounts.signuppolicy":     ("am",    "",    ""),
    "accounts.trustrule":        ("am",    "",    ""),
    "accounts.user":             ("am",    "",    ""),
    "auth.group":                ("a",     "a",   "a"),
    "counting.eventtotal":       ("a",     "",    ""),
    "counting.subjectday":       ("a",     "",    ""),
    "feed.category":             ("ame",   "ame", "a"),
    "feed.comment":              ("amc",   "",    ""),
    "feed.contactkey":           ("am",    "am",  ""),
    "feed.image":                ("ame",   "",    ""),
    "feed.judgement":            ("am",    "",    ""),
    "feed.outsidefeed":          ("am",    "am",  "am"),
    "feed.pendingedit":          ("am",    "",    ""),
    "feed.post":                 ("amce",  "",    ""),
    "feed.readmorelist":         ("ame",   "",    ""),
    "feed.readmorerule":         ("ame",   "ame", "ame"),
    "feed.sitesettings":         ("ame",   "",    ""),
    "feed.spamcampaign":         ("am",    "",    ""),
    "feed.spammodel":            ("am",    "",    ""),
    "feed.tag":                  ("ame",   "ame", "ame"),
    "feed.writtenrule":          ("am",    "am",  "am"),
    "moderation.appeal":         ("am",    "",    ""),
    "moderation.decision":       ("am",    "",    ""),
    "moderation.report":         ("amc",   "",    ""),
    "moderation.reportreason":   ("am",    "a",   ""),
    "sponsors.alert":            ("as",    "",    ""),
    "sponsors.campaign":         ("as",    "as",  "a"),
    "sponsors.creative":         ("as",    "as",  "a"),
    "sponsors.creativetotal":    ("as",    "",    ""),
    "sponsors.flight":           ("as",    "as",  "a"),
    "sponsors.invalidtotal":     ("as",    "",    ""),
    "sponsors.invoice":          ("as",    "",    ""),
    "sponsors.slottotal":        ("as",    "",    ""),
    "sponsors.sponsor":          ("as",    "as",  "a"),
    "sponsors.sponsoringpolicy": ("as",    "as",  ""),
    "sponsors.sponsorslot":      ("as",    "",    ""),
}  # fmt: skip
# Pages of the admin that belong to no model.
PAGES = {
    "/admin/": "amces",
    "/admin/audit/": "a",
    "/admin/queue/": "amc",
    "/admin/queue/run/": "am",
    "/admin/queue/author/alice/": "am",
}


def staff(username: str, role: str) -> User:
    member = make_member(username, is_staff=True)
    member.groups.add(Group.objects.get(name=role))
    return member


def everybody() -> dict[str, Client]:
    """A browser for each letter; "n" a member who is no staff, "o" nobody."""
    people = {
        "a": make_administrator(),
        "m": make_moderator(),
        "c": staff("cato", CATEGORY_MODERATORS),
        "e": staff("edo", EDITORS),
        "s": make_sponsor_manager(),
        "n": make_member("bob"),
    }
    clients = {letter: Client() for letter in (*people, "o")}
    for letter, member in people.items():
        clients[letter].force_login(member)
    return clients


def who_opens(address: str, clients: dict[str, Client]) -> str:
    """Letters of those who come to a page of the admin, by a redirect perhaps."""
    return "".join(letter for letter, client in clients.items() if opens(client, address))


def opens(client: Client, address: str) -> bool:
    response = client.get(address, follow=True)
    return response.status_code == 200 and response.wsgi_request.path.startswith("/admin/")


def who_may(asks: Callable[[HttpRequest], bool], clients: dict[str, Client]) -> str:
    """Letters of the staff that the admin lets do something."""
    request = RequestFactory().get("/")
    letters = ""
    for letter, client in clients.items():
        request.user = User.objects.get(pk=client.session["_auth_user_id"])
        letters += letter if asks(request) else ""
    return letters


def test_every_role_does_what_the_table_says() -> None:
    clients = {letter: client for letter, client in everybody().items() if letter in "amces"}

    found = {
        model._meta.label_lower: (
            who_opens(f"/admin/{model._meta.app_label}/{model._meta.model_name}/", clients),
            who_may(desk.has_add_permission, clients),
            who_may(desk.has_delete_permission, clients),
        )
        for model, desk in admin.site._registry.items()
    }

    assert found == MATRIX
    assert {address: who_opens(address, clients) for address in PAGES} == PAGES


def admin_addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every pattern under /admin/, with 1 in place of what it captures."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from admin_addresses(pattern, path)
        elif path.startswith("admin/") and isinstance(pattern, URLPattern):
            yield path


def test_no_address_of_the_admin_opens_for_members_or_strangers() -> None:
    clients = {letter: client for letter, client in everybody().items() if letter in "no"}
    addresses = {
        "/" + "".join("1" if part.startswith("<") else part for part in split(path))
        for path in admin_addresses()
    }

    open_ones = {
        address: letters
        for address in sorted(addresses)
        if "(?P" not in address and (letters := who_opens(address, clients))
    }

    assert len(addresses) > 150
    assert set(open_ones) <= {"/admin/jsi18n/"}


def split(path: str) -> list[str]:
    """Around each <converter:name>."""
    return path.replace("<", "\0<").replace(">", ">\0").split("\0")


def test_a_category_moderator_sees_and_decides_only_what_lies_there() -> None:
    clients = everybody()
    cato, mine, other = clients["c"], make_category("Harbour"), make_category("Sport")
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


def test_an_editor_features_but_does_not_hide() -> None:
    edo, post = everybody()["e"], make_post()
    page = f"/admin/feed/post/{post.pk}/change/"

    edo.post(page, {"decide_hide": "", "reason": "spam"})
    edo.post(page, {"decide_feature": ""})

    post.refresh_from_db()
    assert (post.is_live, post.is_featured) == (True, True)
    assert Decision.objects.get().verb == "feature"
    assert edo.post("/admin/queue/", {"case": f"post:{post.pk}", "deed": "hide"}).status_code == 403
