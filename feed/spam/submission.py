"""What is judged, as plain values: a text, the ways to reach somebody in it, and what is known of its author."""

from dataclasses import dataclass

from feed.models.contact import ContactStanding
from feed.spam.contacts import Contact


@dataclass(frozen=True)
class KnownContact:
    """A contact of the text with what the site knows of it.

    `is_new`: no text with it by a member in good standing, or found in order, has been seen.
    `spam_count`, `good_count`: texts with it that moderators decided about.
    """

    contact: Contact
    standing: ContactStanding = ContactStanding.UNKNOWN
    is_new: bool = True
    reason: str = ""
    spam_count: int = 0
    good_count: int = 0


@dataclass(frozen=True)
class Reading:
    """What the classifier says. `probability`: of spam, 0…1; `words`: those that speak most for it."""

    probability: float
    words: tuple[str, ...] = ()
    model_version: int = 0


@dataclass(frozen=True)
class Submission:
    """A text as its author sent it.

    `has_standing`: the author is beyond the level NEW, or a moderator. `contacts`: those of the title and the body;
    None where nobody has looked yet. `reading`: None where no classifier could be had.
    `copied_share`: part of the text that other authors wrote before, 0…1.
    `in_quarantine`: it is made from the template of a campaign in quarantine.
    """

    title: str
    body: str
    has_standing: bool
    contacts: tuple[KnownContact, ...] | None = None
    reading: Reading | None = None
    copied_share: float = 0.0
    in_quarantine: bool = False

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.body}" if self.title else self.body
