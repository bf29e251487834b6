"""Style sheets and scripts are small on the wire, also where nobody ran `collectstatic`."""

import gzip
from pathlib import Path

import brotli
import pytest
from django.test import Client

SHEET = "/static/css/site.css"
TEXT = Path(__file__).parents[2].joinpath("static/css/site.css").read_bytes()


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("read", "unpack"),
    [("gzip, deflate, br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)],
)
def test_a_file_comes_in_the_encoding_that_is_read(client: Client, read: str, unpack: type[bytes]) -> None:  # fmt: skip
    response = client.get(SHEET, headers={"Accept-Encoding": read})
    packed = body(response)

    assert unpack(packed) == TEXT
    assert int(response["Content-Length"]) == len(packed)
    assert "Accept-Encoding" in response["Vary"]
    assert len(packed) < len(TEXT) / 3 or not read


def test_a_file_that_did_not_change_is_not_sent_again(client: Client) -> None:
    packed = {"Accept-Encoding": "br"}
    first = client.get(SHEET, headers=packed)

    again = client.get(SHEET, headers=packed | {"If-Modified-Since": first["Last-Modified"]})

    assert "ETag" not in first
    assert again.status_code == 304


@pytest.mark.parametrize("asked", [{"path": "/static/fonts/newsreader.woff2"}, {"path": SHEET, "headers": {"Range": "bytes=0-9"}}])  # fmt: skip
def test_fonts_and_parts_stay_as_they_are(client: Client, asked: dict[str, object]) -> None:
    headers = {"Accept-Encoding": "br"} | asked.get("headers", {})  # type: ignore[operator]
    response = client.get(str(asked["path"]), headers=headers)

    assert "Content-Encoding" not in response


def test_asking_for_the_head_of_a_file_gets_no_body(client: Client) -> None:
    response = client.head(SHEET, headers={"Accept-Encoding": "br"})

    assert (response.status_code, body(response)) == (200, b"")
