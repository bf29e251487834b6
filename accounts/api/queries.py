"""What may stand in the query of an address. A filter that is mistyped would answer everything, so what nobody takes is refused."""

from collections.abc import Collection
from typing import Final

from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

# A list that a selector cuts, always into pages of one size.
CUT: Final = frozenset({"cursor"})
# A list of which one may say how long its pages are.
PAGED: Final = CUT | {"page_size"}
# Rows of the size that a program asks for (feed.api.shaping).
SHAPED: Final = frozenset({"fields", "expand"})


def require_known(request: Request, known: Collection[str]) -> None:
    """Raises ValidationError: a parameter that is not `known`."""
    unknown = sorted(set(request.query_params) - set(known))
    if unknown:
        told = f"There is no such parameter here. Known: {', '.join(sorted(known)) or 'none'}."
        raise ValidationError({name[:100]: ErrorDetail(told, "unknown") for name in unknown[:20]})
