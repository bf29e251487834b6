"""Which creative is shown where: pure functions on plain values."""

from sponsors.delivery.draw import draw
from sponsors.delivery.terms import Candidate

__all__ = ("Candidate", "draw")
