"""How templates say what members are told."""

from django import template

from accounts.browsers import device_of
from accounts.models import Notification
from accounts.sentences import sentence_of

register = template.Library()
register.filter("device", device_of)


@register.filter
def sentence(notification: Notification) -> str:
    """Who did what, without the title."""
    return sentence_of(notification)
