"""Members of the demo site."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import MODERATORS, TrustLevel, User
from demo.accounts import DEMO_ACCOUNTS
from demo.reading import Content, MemberText
from demo.services.pictures import Album

EDITOR, MODERATOR = DEMO_ACCOUNTS[0][0], DEMO_ACCOUNTS[1][0]


def add_people(content: Content, *, album: Album, now: datetime) -> Mapping[str, User]:
    """All accounts, by username. In production nobody gets the passwords that everybody knows."""
    known = {username: password for username, password, _role in DEMO_ACCOUNTS}
    passwords = {} if settings.IS_PRODUCTION else known
    rows = [
        _member(text, album=album, password=passwords.get(text.username), now=now)
        for text in (*content.members, *content.spammers)
    ]
    people = {member.username: member for member in User.objects.bulk_create(rows)}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True)
        for member in people.values()
    )
    people[MODERATOR].groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    return people


def _member(text: MemberText, *, album: Album, password: str | None, now: datetime) -> User:
    return User(
        username=text.username,
        email=f"{text.username}@lindermond.example",
        password=make_password(password),
        display_name=text.display_name,
        bio=text.bio,
        language=text.language,
        avatar=album.file("member", text.username),
        trust_level=TrustLevel[text.trust],
        date_joined=now - timedelta(days=text.joined_days),
        is_staff=text.username in (EDITOR, MODERATOR),
        is_superuser=text.username == EDITOR,
    )
