"""`{% load counting %}{% beacon_token "view" post.pk %}`."""

from django import template
from django.utils import timezone

from counting.tokens import make_token

register = template.Library()


@register.simple_tag
def beacon_token(kind: str, subject: int) -> str:
    """The text for a `data-beacon-view` or `data-beacon-impression` attribute; nothing else."""
    return make_token(kind, subject=subject, now=timezone.now())
