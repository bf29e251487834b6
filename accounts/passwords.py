"""Passwords that are easily guessed are refused, with lists that come with the program; nobody outside is asked."""

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

# A guesser who may try ten thousand million times finds what is rated below this (zxcvbn: 3 of 4).
LEAST_SCORE: Final = 3
# Beyond this a password is long enough, and rating it would cost more than it tells.
RATED_LENGTH: Final = 72
# Beside the parts of the site's host name: the first that somebody tries who knows the site.
SITE_WORDS: Final = ("broadsheet", "moderator", "editor", "administrator", "newsroom")


class GuessValidator:
    """Refuses what is made of leaked passwords, names, words, dates and rows of keys, however they are varied.

    Rated by zxcvbn (Wheeler, USENIX Security 2016) and its list of 30,000 leaked passwords; on this machine alone.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        from zxcvbn import zxcvbn  # its lists are read when the first password is chosen

        host = (urlsplit(settings.BASE_URL).hostname or "").split(".")
        own = [user.username, user.email.partition("@")[0], user.display_name] if user else []
        rating = zxcvbn(
            password[:RATED_LENGTH],
            user_inputs=[word for word in (*own, *host, *SITE_WORDS) if len(word) > 1],
        )
        if rating["score"] < LEAST_SCORE:
            raise ValidationError(
                _(
                    "This password is easily guessed: it is made of words, names, dates or passwords that others have used. Take four words that have nothing to do with each other, or let your browser choose one."
                ),
                code="password_easily_guessed",
            )

    def get_help_text(self) -> str:
        return _("It may not be easily guessed; four words that belong to nobody’s life are good.")
