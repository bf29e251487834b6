"""Compile the message catalogues without GNU gettext, which a fresh machine does not have."""

from pathlib import Path

from config.bootstrap import ROOT

LOCALE = ROOT / "locale"


def main(_arguments: list[str]) -> int:
    """`manage.py compilemessages`, in place of Django's, which calls GNU gettext."""
    print(f"Compiled {compile_stale(LOCALE)} translations.")
    return 0


def compile_stale(locale: Path) -> int:
    """Compile each .po below `locale` whose .mo is missing or older; how many there were."""
    stale = [source for source in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    for source in stale:
        _compile(source)
    return len(stale)


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    unfinished = source.with_suffix(".mo.unfinished")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(source.with_suffix(".mo"))
