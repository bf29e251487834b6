"""`{% load sponsor_checks %}{% for problem in creative.problems|problem_words %}`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from feed.fetching.errors import retold
from sponsors.checks import BY_CODE

register = template.Library()


@register.filter
def problem_words(problems: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """What a check found, in words; a code that is no longer known is left out."""
    return [
        {
            "words": _(BY_CODE[problem["code"]].words),
            "detail": retold(problem["detail"]),
            "is_blocking": BY_CODE[problem["code"]].is_blocking,
        }
        for problem in problems
        if problem["code"] in BY_CODE
    ]
