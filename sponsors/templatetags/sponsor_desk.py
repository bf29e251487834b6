"""`{% load sponsor_desk %}{% if request.user|acts_for_sponsor %}`."""

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from sponsors.selectors.desk import has_seat

register = template.Library()


@register.filter
def acts_for_sponsor(member: User | AnonymousUser) -> bool:
    """Whether a member has a desk; it costs a query, so few pages ask."""
    return isinstance(member, User) and has_seat(member)
