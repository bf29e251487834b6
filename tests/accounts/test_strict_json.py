"""What programs send, read strictly."""

from io import BytesIO

import pytest
from rest_framework.exceptions import ParseError

from accounts.api.problems import TooLargeError
from accounts.api.strict_json import MAX_BYTES, StrictJSONParser, parse_object


@pytest.mark.parametrize(
    "raw",
    [
        b"{", b"[]", b'"x"', b"null", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1, "a": 2}', b'{"a": "\\u0000"}',
        b'{"a\\u0000": 1}', b'{"a": "\\ud800"}', b'{"a": "\xff"}', b"\xef\xbb\xbf{}", b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' * 25 + b"1" + b"}" * 25, b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", b"{} {}",
    ],
)  # fmt: skip
def test_what_is_not_one_storable_object_is_refused(raw: bytes) -> None:
    with pytest.raises(ParseError):
        parse_object(raw)


def test_an_object_is_read() -> None:
    assert parse_object('{"a": [1, 2.5, null, true, "é\\\\u0000"]}'.encode()) == {
        "a": [1, 2.5, None, True, "é\\u0000"]
    }


def test_a_long_body_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLargeError):
        StrictJSONParser().parse(BytesIO(b" " * (MAX_BYTES + 1)))
