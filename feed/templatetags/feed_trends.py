"""`{% load feed_trends %}{% trending category as trends %}`."""

from django import template

from feed.models import Category
from feed.selectors.trending import Trends, trends

register = template.Library()


@register.simple_tag(takes_context=True)
def trending(context: template.Context, category: Category | str | None = None) -> Trends:
    """What trends in a category, or on the whole site, for who looks at the page."""
    wanted = category if isinstance(category, Category) else None
    return trends(visitor=context["request"].user, category=wanted)
