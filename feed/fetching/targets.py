"""An address taken apart, in the one way that all of us read it: what was checked is what is connected to."""

import re
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import quote, urlsplit

import idna
from django.utils.translation import gettext as _

from feed.fetching.addresses import literal_address
from feed.fetching.errors import AddressRefusedError

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
MAX_LENGTH: Final = 4_000
# Parsers disagree about these, which is how a check is led past.
AMBIGUOUS: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
SAFE_IN_PATH: Final = "/%:@!$&'()*+,;=~-._"
NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*")


@dataclass(frozen=True)
class Target:
    """Where a URL leads. `host`: lower-case ASCII, an IPv6 address without brackets; `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, url: str) -> Self:
        """Take a http or https address apart.

        Raises:
            AddressRefusedError: another scheme, a name and password in it, no such host or port.
        """
        if len(url) > MAX_LENGTH:
            raise AddressRefusedError.too_long(url)
        if AMBIGUOUS.search(url):
            raise AddressRefusedError.malformed(url)
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise AddressRefusedError.malformed(url) from None
        if parts.scheme not in DEFAULT_PORTS:
            raise AddressRefusedError(url, reason=_("Only http and https addresses are taken."))
        if "@" in parts.netloc:
            raise AddressRefusedError(url, reason=_("An address must not hold a user name."))
        path = quote(parts.path or "/", safe=SAFE_IN_PATH)
        query = f"?{quote(parts.query, safe=SAFE_IN_PATH + '?')}" if parts.query else ""
        host = canonical_host(parts.hostname or "", url=url)
        return cls(
            parts.scheme, host, DEFAULT_PORTS[parts.scheme] if port is None else port, path + query
        )

    @property
    def authority(self) -> str:
        """Host, with brackets and port where they are needed: the value of a Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def canonical_host(host: str, *, url: str = "") -> str:
    """A host as DNS knows it: IDNA in ASCII, without the dot of the root; an IP address in its shortest form.

    Raises:
        AddressRefusedError: neither a name nor an address in the one usual notation.
    """
    if (literal := literal_address(host)) and "%" not in host:
        return str(literal)
    try:
        name = idna.encode(host, uts46=True, std3_rules=True).decode().rstrip(".")
    except (idna.IDNAError, UnicodeError):
        raise AddressRefusedError.malformed(url or host) from None
    if (literal := literal_address(name)) is not None:
        return str(literal)
    # 2130706433, 0x7f.1, 0177.0.0.1: addresses for some readers, names for others.
    if not name or NUMBER.fullmatch(name.rpartition(".")[2]):
        raise AddressRefusedError.malformed(url or host)
    return name
