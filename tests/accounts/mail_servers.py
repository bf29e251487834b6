"""Mail servers with bad days."""

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Down(BaseEmailBackend):
    """Nobody answers."""

    def open(self) -> bool:
        raise ConnectionRefusedError("connection refused")

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        return int(self.open())


class Refusing(BaseEmailBackend):
    """It answers, and knows nobody of this name."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})
