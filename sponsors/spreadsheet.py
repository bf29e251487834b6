"""Tables for spreadsheets."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

# What a spreadsheet would take for the beginning of a formula (OWASP, CSV injection).
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Each row as a line of RFC 4180; a text that would be run as a formula is made text by a leading apostrophe."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def harmless(cell: object) -> object:
    """Numbers and dates as they are; texts so that no spreadsheet computes them."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(DANGEROUS):
        return f"'{cell}"
    return cell
