"""Extractors by name."""

from collections.abc import Callable
from pathlib import Path

from extraction.extractor import Extractor, ExtractorError

_OF = ":"
"""What stands between the name of an extractor and the file that it reads, as in hand:codes.csv."""


class UnknownExtractorError(ExtractorError):
    """No extractor has that name."""


def _grammar() -> Extractor:
    from extraction.grammar import GrammarExtractor

    return GrammarExtractor()


def _hand(path: Path) -> Extractor:
    from extraction.hand.extractor import HandCoded

    return HandCoded(path)


_MAKERS: dict[str, Callable[[], Extractor]] = {"grammar": _grammar}
_READERS: dict[str, Callable[[Path], Extractor]] = {"hand": _hand}


def extractor_names() -> tuple[str, ...]:
    """What `get_extractor` takes: names, and for those that read a file the name with FILE."""
    return (*_MAKERS, *(f"{name}{_OF}FILE" for name in _READERS))


def file_of(name: str) -> tuple[str, Path] | None:
    """The extractor and the file of a name such as hand:codes.csv; None for one without a file."""
    kind, colon, file = name.partition(_OF)
    return (kind, Path(file)) if colon and file and kind in _READERS else None


def get_extractor(name: str = "grammar") -> Extractor:
    """The extractor of that name.

    Raises UnknownExtractorError with the names there are, ExtractorError where the file that it reads cannot be used.
    """
    if name in _MAKERS:
        return _MAKERS[name]()
    found = file_of(name)
    if found is None:
        hint = f"; it reads a file, as in {name.rstrip(_OF)}:codes.csv" if name.rstrip(_OF) in _READERS else ""
        raise UnknownExtractorError(f"no extractor is called {name!r}{hint}; there are: {', '.join(extractor_names())}")
    return _READERS[found[0]](found[1])
