"""One spelling for each address, so that the same page is told again.

What is stored still leads to the page: scheme, `www.` and the slash at the end stay as they were given, because on some
sites they matter. They are forgotten only where two addresses are compared: see `spellings`.
"""

import re
from collections.abc import Iterator
from typing import Final

from feed.fetching.errors import AddressRefusedError
from feed.fetching.targets import Target
from feed.models.link import URL_LENGTH

# Parameters that tell who shared a link, not what it leads to: a beginning, or a whole name.
TRACKING_PREFIXES: Final = ("utm_", "mtm_", "pk_", "hsa_", "vero_", "oly_", "at_", "__hs", "_hs")
TRACKING: Final = frozenset(
    (
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id",
        "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "ref_src", "ref_url", "cmpid", "xtor", "wickedid",
        "s_cid", "share_id", "__twitter_impression", "guccounter",
    )
)  # fmt: skip
# Names that track on these sites only.
TRACKING_AT: Final = {
    "youtube.com": {"si", "feature", "pp"},
    "youtu.be": {"si", "feature"},
    "open.spotify.com": {"si"},
    "x.com": {"s", "t"},
    "twitter.com": {"s", "t"},
}
ESCAPE: Final = re.compile(r"%([0-9a-fA-F]{2})?")
UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")
BARE_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+(/|\Z)")


def normalised(text: str) -> str | None:
    """The one spelling of an address; None for what is no http or https address, or is too long to keep.

    Normalising twice changes nothing. The fragment goes: it is a place on the page.
    """
    try:
        return normalise(text)
    except AddressRefusedError:
        return None


def normalise(text: str) -> str:
    """As `normalised`; a host without a scheme is taken for https.

    Raises:
        AddressRefusedError: its message says what is wrong with the address.
    """
    url = text.strip()
    target = Target.parse(f"https://{url}" if BARE_HOST.match(url) else url)
    path, _mark, query = target.path.partition("?")
    kept = _kept_parameters(query, bare_host(target.host))
    found = f"{target.scheme}://{target.authority}{_without_dots(_unescaped(path))}"
    found += f"?{'&'.join(kept)}" if kept else ""
    if len(found) > URL_LENGTH:
        raise AddressRefusedError.too_long(text)
    return found


def spellings(url: str) -> list[str]:
    """All addresses that are taken for the same page as this normalised one: itself first, eight at most."""
    target = Target.parse(url)
    path, mark, query = target.path.partition("?")
    bare = path.rstrip("/")
    hosts = dict.fromkeys((target.authority, *_with_and_without_www(target.authority)))
    found = (
        f"{scheme}://{host}{each}{mark}{query}"
        for scheme in ("https", "http")
        for host in hosts
        for each in (f"{bare}/", bare)
        if each
    )
    return list(dict.fromkeys((url, *found)))


def bare_host(host: str) -> str:
    """A host without `www.`, for comparing and for showing."""
    return host.removeprefix("www.") if host.count(".") > 1 else host


def _with_and_without_www(authority: str) -> tuple[str, ...]:
    bare = bare_host(authority)
    is_name = any(mark.isalpha() for mark in bare) and "[" not in bare
    return (bare, f"www.{bare}") if is_name and "." in bare else (authority,)


def _kept_parameters(query: str, host: str) -> list[str]:
    """Parameters that choose what is shown, in the order of their names."""
    parameters = [_unescaped(each) for each in query.split("&") if each]
    local = TRACKING_AT.get(host.removeprefix("m."), set())
    kept = [each for each in parameters if not _is_tracking(_name(each).lower(), local)]
    return sorted(kept, key=_name)


def _name(parameter: str) -> str:
    return parameter.partition("=")[0]


def _is_tracking(name: str, local: set[str]) -> bool:
    return name.startswith(TRACKING_PREFIXES) or name in TRACKING or name in local


def _unescaped(text: str) -> str:
    """Escapes in capitals, none for letters and digits that need none; a lone per cent sign is escaped."""
    return ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    if not found[1]:
        return "%25"
    mark = chr(int(found[1], 16))
    return mark if UNRESERVED.fullmatch(mark) else found[0].upper()


def _without_dots(path: str) -> str:
    """`.` and `..` as RFC 3986, section 5.2.4, resolves them."""
    return "/" + "/".join(_resolved(path.split("/")[1:]))


def _resolved(segments: list[str]) -> Iterator[str]:
    kept: list[str] = []
    for place, segment in enumerate(segments):
        is_last = place == len(segments) - 1
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
        if is_last and segment in (".", ".."):
            kept.append("")
    return iter(kept)
