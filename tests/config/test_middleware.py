"""What our middleware leaves out of Django's and of libraries is not missed."""

import inspect
import re

import pytest
from csp import decorators, middleware
from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, get_token
from django.middleware.csrf import _does_token_match as is_right  # type: ignore[attr-defined]
from django.test import Client, RequestFactory

from config.form_tokens import form_token
from config.message_storage import MessagesWhenAsked, waiting
from config.middleware import OWN_POLICY


def test_we_know_all_places_where_an_answer_may_have_a_policy_of_its_own() -> None:
    written = inspect.getsource(middleware) + inspect.getsource(decorators)

    named = set(re.findall(r"(?<![\w.])_csp_\w+|(?<=\.)_csp_\w+", written))

    assert {name for name in named if not name.startswith("_csp_nonce_post")} == OWN_POLICY


@pytest.mark.django_db
def test_a_message_waits_for_the_next_page_and_is_said_once(rf: RequestFactory) -> None:
    request, later = rf.get("/"), rf.get("/")
    says = MessagesWhenAsked(lambda _request: HttpResponse())
    quiet = MessagesWhenAsked(lambda _request: HttpResponse())
    for each in (request, later):
        each.session = Client().session
    says.process_request(request)
    assert list(waiting(request)) == []

    messages.info(request, "Kept on your list.")
    answer = says.process_response(request, HttpResponse())
    later.COOKIES["messages"] = answer.cookies["messages"].value
    quiet.process_request(later)
    said = [str(each) for each in waiting(later)]
    after = quiet.process_response(later, HttpResponse())

    assert said == ["Kept on your list."]
    assert after.cookies["messages"]["max-age"] == 0


def test_a_page_on_which_nothing_is_said_tells_the_browser_nothing_of_messages(rf: RequestFactory) -> None:  # fmt: skip
    request = rf.get("/")
    quiet = MessagesWhenAsked(lambda _request: HttpResponse())
    quiet.process_request(request)

    answer = quiet.process_response(request, HttpResponse())

    assert not answer.cookies
    assert list(waiting(request)) == []


def test_the_token_of_a_form_is_another_each_time_and_django_knows_it(rf: RequestFactory) -> None:
    request, newcomer = rf.get("/"), rf.get("/")
    get_token(request)
    del request.META["CSRF_COOKIE_NEEDS_UPDATE"]
    secret = request.META["CSRF_COOKIE"]

    tokens = {form_token(request) for _ in range(200)}
    first = form_token(newcomer)

    assert all(is_right(each, secret) for each in tokens)
    assert len(tokens) == 200
    assert {letter for each in tokens for letter in each} == set(CSRF_ALLOWED_CHARS)
    assert request.META["CSRF_COOKIE_NEEDS_UPDATE"]
    assert is_right(first, newcomer.META["CSRF_COOKIE"])
    assert not is_right(first, secret)
