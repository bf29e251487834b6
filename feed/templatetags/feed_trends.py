"""`{% load feed_trends %}{% trending category as trends %}`."""

from django import template
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from feed.models import Category
from feed.selectors.trending import Trends, trends

register = template.Library()


@register.simple_tag(takes_context=True)
def trending(context: template.Context, category: Category | str | None = None) -> Trends:
    """What trends in a category, or on the whole site, for who looks at the page."""
    wanted = category if isinstance(category, Category) else None
    user = context["request"].user
    # Who reads a page that many share (feed.views.sheets) mutes nothing, as a stranger.
    return trends(visitor=user if isinstance(user, User) else AnonymousUser(), category=wanted)
