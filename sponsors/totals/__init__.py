"""The only writers of what was delivered, a module for each way in.

Locks are taken in one order everywhere: flights by key, then totals by key.
"""

from sponsors.totals.clicks import add_late_clicks, claim_click
from sponsors.totals.decisions import add_decisions
from sponsors.totals.impressions import add_impressions
from sponsors.totals.invalid import add_invalid, add_invalid_viewables
from sponsors.totals.viewables import add_viewables

__all__ = (
    "add_decisions",
    "add_impressions",
    "add_invalid",
    "add_invalid_viewables",
    "add_late_clicks",
    "add_viewables",
    "claim_click",
)
