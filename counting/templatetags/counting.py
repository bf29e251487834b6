"""`{% load counting %}{% beacon_token "view" post.pk post.author_id %}`."""

from django import template
from django.utils import timezone

from counting.tokens import make_token

register = template.Library()


@register.simple_tag
def beacon_token(kind: str, subject: int, detail: str | int = "") -> str:
    """The text for a `data-beacon-…` attribute; nothing else.

    The same page may be kept and shown to everybody: it is good for as long as the kind's `max_age`.
    """
    return make_token(kind, subject=subject, now=timezone.now(), detail=str(detail))
