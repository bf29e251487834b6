"""Which creative is shown where: pure functions on plain values.

eligibility → pacing → draw, with bandit for the creatives of a flight.
"""

from sponsors.delivery.draw import draw
from sponsors.delivery.eligibility import eligible
from sponsors.delivery.terms import Audience, CreativeTerms, FlightTerms, Offer, Target

__all__ = (
    "Audience",
    "CreativeTerms",
    "FlightTerms",
    "Offer",
    "Target",
    "draw",
    "eligible",
)
