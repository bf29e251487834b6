from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from counting.errors import ForgedTokenError
from counting.tokens import MAX_LENGTH, make_token, read_token

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)
BIGINTS = st.integers(min_value=0, max_value=2**63 - 1)


@given(subject=BIGINTS, seconds=st.integers(min_value=0, max_value=4_000_000_000))
def test_token_says_what_was_signed(subject: int, seconds: int) -> None:
    issued_at = datetime.fromtimestamp(seconds, tz=UTC)

    token = read_token(make_token("view", subject=subject, now=issued_at, event_id="abc"))

    assert (token.kind, token.subject, token.issued_at, token.event_id) == (
        "view",
        subject,
        issued_at,
        "abc",
    )


@given(subject=BIGINTS)
def test_token_fits_and_may_stand_in_an_address(subject: int) -> None:
    token = make_token("impression", subject=subject, now=NOON)

    assert len(token) <= MAX_LENGTH
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@given(position=st.integers(min_value=0, max_value=200), other=st.characters())
def test_changing_any_character_is_noticed(position: int, other: str) -> None:
    token = make_token("view", subject=41, now=NOON, event_id="abc")
    position %= len(token)
    forged = token[:position] + other + token[position + 1 :]

    if forged == token:
        assert read_token(forged).subject == 41
    else:
        with pytest.raises(ForgedTokenError):
            read_token(forged)


@given(text=st.text(max_size=300))
def test_any_other_text_is_forged(text: str) -> None:
    with pytest.raises(ForgedTokenError):
        read_token(text)


@pytest.mark.parametrize(
    "text", ["", ".", "....", "\x00", "\ud800", "view.1.1.a." + "A" * 43, "x" * 20_000]
)
def test_wrecked_tokens_are_forged(text: str) -> None:
    with pytest.raises(ForgedTokenError):
        read_token(text)


def test_token_of_another_secret_is_forged(settings: Settings) -> None:
    token = make_token("view", subject=1, now=NOON)
    settings.SECRET_KEY = "another secret, just as long as the one before it was 0123456789"

    with pytest.raises(ForgedTokenError):
        read_token(token)


def test_token_of_the_secret_before_this_one_still_counts(settings: Settings) -> None:
    token = make_token("view", subject=1, now=NOON)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, just as long as the one before it was 0123456789"

    assert read_token(token).subject == 1


def test_each_rendering_has_an_event_id_of_its_own() -> None:
    tokens = {read_token(make_token("view", subject=1, now=NOON)).event_id for _ in range(100)}

    assert len(tokens) == 100


def test_age_is_negative_for_a_token_from_the_future() -> None:
    token = read_token(make_token("view", subject=1, now=NOON + timedelta(hours=1)))

    assert token.age(NOON) == -timedelta(hours=1)


def test_template_tag_renders_nothing_but_a_token() -> None:
    html = Template('{% load counting %}{% beacon_token "view" 12345 %}').render(Context())

    assert read_token(html).subject == 12345
