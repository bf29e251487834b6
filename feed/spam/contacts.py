"""Websites, telephone numbers, mail addresses and messenger names in a text, each in one spelling.

Pure functions of the text. A number is told by its last nine digits, so that `+31 (0)6 12 34 56 78`,
`0031612345678` and `06-12345678` are one key whichever country the writer had in mind.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from feed.fetching.errors import AddressRefusedError
from feed.fetching.targets import canonical_host
from feed.links.addresses import bare_host
from feed.models.contact import KEY_LENGTH, ContactKind

# More are no text but a list, and the rules on many links see that.
MAX_CONTACTS: Final = 60
KEY_DIGITS: Final = 9
PHONE_DIGITS: Final = range(8, 16)
# Where a number without a country may come from.
REGIONS: Final = ("NL", "BE", "DE", "GB", "FR", "US", "IN")
# Mail providers that ignore dots in a name.
DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})
# Hosts whose path is the address of a person.
PHONE_HOSTS: Final = frozenset({"wa.me", "api.whatsapp.com", "chat.whatsapp.com"})
NAME_HOSTS: Final = {"t.me": "telegram", "telegram.me": "telegram", "join.skype.com": "skype"}

# People who hide an address write its marks as words.
_HIDDEN: Final = (
    (re.compile(r"\s*[\[({]\s*(?:dot|punt)\s*[\])}]\s*", re.IGNORECASE), "."),
    (re.compile(r"\s*[\[({]\s*(?:at|apenstaartje)\s*[\])}]\s*", re.IGNORECASE), "@"),
)
_KEYCAP: Final = re.compile("[\ufe0f\u20e3]")
_URL: Final = re.compile(r"(?:https?:)?//([^\s<>\"'/?#]+)([^\s<>\"']*)", re.IGNORECASE)
# A dot between letters may be a full stop that lost its space, so only endings that addresses have count.
_BARE: Final = re.compile(
    r"(?<![\w@./-])((?:[\w-]+\.)+(?:com|net|org|info|biz|co|io|me|tv|ru|cn|xyz|top|shop|site|online|club|live|app|link|"
    r"click|nl|be|de|eu|uk|fr|in|us|ly))\b(?![\w-]*@)(/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@(?:[\w-]+\.)+[^\W\d_]{2,}")
_MESSENGER: Final = re.compile(
    r"\b(telegram|skype|kik|wechat|signal|viber|snapchat|line id)\b\s*(?:id|me|name|user)?\s*(?:[:=@–-]|\bis\b)\s*@?"
    r"([A-Za-z][\w.-]{3,31})",
    re.IGNORECASE,
)
_DATE: Final = re.compile(
    r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b(?:[T ]\d{1,2}[:.]\d\d)?|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{1,2}:\d\d\b"
)
_PHONE: Final = re.compile(r"(?<![\w/=.,])(?:\+|00)?\(?\d[\d\s().\-/‐‑–_*]{6,26}\d(?![\w%€$£])")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_DECIMALS: Final = re.compile(r"(?<![.\d])\d{1,3}\.\d{1,2}(?![.\d])")
_YEARS: Final = re.compile(r"(?:(?:1[5-9]|20)\d\d\D+)+(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, order=True)
class Contact:
    """`value`: the one spelling; `shown`: as it stood in the text, for a moderator's eye."""

    kind: ContactKind
    value: str
    shown: str = ""


def contacts_in(text: str) -> tuple[Contact, ...]:
    """The contacts of a text, each once, at most MAX_CONTACTS."""
    plain = _unhidden(text)
    found: dict[tuple[ContactKind, str], Contact] = {}
    for contact in _all(plain):
        if contact.value and len(contact.value) <= KEY_LENGTH:
            found.setdefault((contact.kind, contact.value), contact)
        if len(found) == MAX_CONTACTS:
            break
    return tuple(found.values())


def domain_key(host: str) -> str:
    """The one spelling of a website's name; "" for what is none."""
    try:
        name = bare_host(canonical_host(host.strip().lower().rstrip(".")))
    except AddressRefusedError:
        return ""
    return name if "." in name else ""


def phone_key(text: str) -> str:
    """The one spelling of a telephone number, its last nine digits; "" for figures that are none."""
    digits = "".join(mark for mark in text if mark.isdecimal())
    if len(digits) not in PHONE_DIGITS or not _is_phone(text, digits):
        return ""
    return digits[-KEY_DIGITS:]


def mail_key(address: str) -> str:
    """The one spelling of a mail address: no capitals, no `+tag`, no dots where they say nothing."""
    name, _at, host = address.lower().rpartition("@")
    name = name.partition("+")[0]
    host = "gmail.com" if host in DOTLESS else host
    return f"{name.replace('.', '') if host in DOTLESS else name}@{host}"


def _all(plain: str) -> Iterator[Contact]:
    """The mails and addresses are taken out before numbers are looked for, because they hold some."""
    for found in _MAIL.finditer(plain):
        yield Contact(ContactKind.MAIL, mail_key(found.group()), found.group())
    rest = _MAIL.sub(" ", plain)
    for pattern in (_URL, _BARE):
        for found in pattern.finditer(rest):
            yield from _of_address(found[1], found[2] or "", found.group())
        rest = pattern.sub(" ", rest)
    for found in _MESSENGER.finditer(rest):
        value = f"{found[1].lower()}:{found[2].lower().rstrip('.')}"
        yield Contact(ContactKind.MESSENGER, value, found.group())
    for found in _PHONE.finditer(_DATE.sub(" | ", rest)):
        yield Contact(ContactKind.PHONE, phone_key(found.group()), found.group().strip())


def _of_address(authority: str, path: str, shown: str) -> Iterator[Contact]:
    host = domain_key(authority.rpartition("@")[2].partition(":")[0])
    digits = "".join(mark for mark in path if mark.isdecimal())
    if host in PHONE_HOSTS and len(digits) in PHONE_DIGITS:
        yield Contact(ContactKind.PHONE, digits[-KEY_DIGITS:], shown)
    elif host in NAME_HOSTS and (name := path.strip("/+@").partition("?")[0].lower()):
        yield Contact(ContactKind.MESSENGER, f"{NAME_HOSTS[host]}:{name}", shown)
    else:
        yield Contact(ContactKind.DOMAIN, host, shown.rstrip(".,;:!?)"))


def _is_phone(text: str, digits: str) -> bool:
    """Whether somebody may answer it; figures in columns, years, amounts and book numbers are none."""
    bare = text.strip()
    is_book = len(digits) == 13 and digits.startswith(("978", "979"))
    if is_book or _THOUSANDS.fullmatch(bare) or _YEARS.fullmatch(bare):
        return False
    if bare.startswith(("+", "00")):
        number = digits.removeprefix("00") if bare.startswith("00") else digits
        return _is_valid("+" + number, None) or _is_valid("+" + bare.replace("(0)", ""), None)
    if _DECIMALS.search(bare):
        return False
    return any(_is_valid(bare, region) for region in REGIONS)


def _is_valid(text: str, region: str | None) -> bool:
    import phonenumbers  # only where something looks like a number

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, region))
    except phonenumbers.NumberParseException:
        return False


def _unhidden(text: str) -> str:
    plain = _KEYCAP.sub("", unicodedata.normalize("NFKC", text))
    for pattern, mark in _HIDDEN:
        plain = pattern.sub(mark, plain)
    return plain
