"""Who reads, and what: what a request for the slots of a page says, without a cookie."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.models import User
from counting.classify import Arrival, Circumstances, broken_rule, circumstances_of
from counting.errors import ForgedTokenError
from counting.models import EventClass
from counting.tokens import read_token
from counting.visitors import Visitor, visitor_of
from sponsors.delivery import Audience
from sponsors.errors import BadFillError
from sponsors.models import Device
from sponsors.page import Subject
from sponsors.selectors.hidden import hidden_by

TABLET: Final = re.compile(r"ipad|tablet|kindle|silk|playbook", re.IGNORECASE)
PHONE: Final = re.compile(r"mobi|iphone|ipod|phone", re.IGNORECASE)
ANDROID: Final = re.compile(r"android", re.IGNORECASE)
COUNTRY: Final = re.compile(r"[A-Z]{2}")
MOST_SPONSORS: Final = 200


@dataclass(frozen=True)
class Reader:
    """One who looks at a page, and how the request came. `trust_level`: None for those who are not signed in."""

    visitor: Visitor
    audience: Audience
    circumstances: Circumstances
    trust_level: int | None = None


def reader_of(request: HttpRequest, *, now: datetime) -> Reader | None:
    """The reader of a page whose slots are to be filled; None for programs, and for pages that nobody looks at yet.

    Raises:
        BadFillError: the context is not ours, or what is named is no list of keys.
    """
    text = request.GET.get("context", "")
    try:
        token, subject = read_token(text), Subject.from_token(text)
    except ForgedTokenError as error:
        raise BadFillError from error
    circumstances = circumstances_of(request, now=now)
    rule = broken_rule(Arrival(token, timedelta.max, circumstances))
    if rule and rule.event_class == EventClass.BOT:
        return None
    member = request.user if request.user.is_authenticated else None
    return Reader(
        visitor=visitor_of(request),
        audience=Audience(
            category_pk=subject.category_pk,
            tag_pks=frozenset(subject.tag_pks),
            language=subject.language,
            device=device_of(request),
            country=country_of(request),
            hidden=_keys(request, "hide") | (hidden_by(member) if member else frozenset()),
            beside=_keys(request, "beside"),
        ),
        circumstances=circumstances,
        trust_level=member.trust_level if member else None,
    )


def reader_of_mail(member: User, *, now: datetime) -> Reader:
    """A member who is about to be sent a mail: no page, device or country is known, and nothing is guessed."""
    return Reader(
        visitor=Visitor(member.pk, "", ""),
        audience=Audience(language=get_language() or "", hidden=hidden_by(member), is_mail=True),
        circumstances=Circumstances("", "", now, member_pk=member.pk),
        trust_level=member.trust_level,
    )


def device_of(request: HttpRequest) -> Device:
    """By the client hint where the browser sends it, else by its name; Android without "Mobile" is a tablet."""
    agent = request.headers.get("User-Agent", "")
    if TABLET.search(agent):
        return Device.TABLET
    if request.headers.get("Sec-CH-UA-Mobile") == "?1" or PHONE.search(agent):
        return Device.PHONE
    return Device.TABLET if ANDROID.search(agent) else Device.DESKTOP


def country_of(request: HttpRequest) -> str:
    """Two capital letters from the header that the proxy in front sets; "" without one."""
    name: str = settings.COUNTRY_HEADER
    country = request.headers.get(name, "").upper() if name else ""
    return country if COUNTRY.fullmatch(country) else ""


def _keys(request: HttpRequest, name: str) -> frozenset[int]:
    words = [word for word in request.GET.get(name, "").split(",") if word]
    if len(words) > MOST_SPONSORS or not all(word.isdecimal() and len(word) < 19 for word in words):
        raise BadFillError
    return frozenset(map(int, words))
