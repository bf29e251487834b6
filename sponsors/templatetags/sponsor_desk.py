"""`{% load sponsor_desk %}{% if request.user|acts_for_sponsor %}`."""

from django import template

from accounts.models import User
from sponsors.selectors.desk import has_seat

register = template.Library()


@register.filter
def acts_for_sponsor(member: User) -> bool:
    """Whether a member has a desk; it costs a query, so few pages ask."""
    return member.is_authenticated and has_seat(member)
