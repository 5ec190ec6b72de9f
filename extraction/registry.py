"""Extractors by name."""

from collections.abc import Callable

from extraction.extractor import Extractor


class UnknownExtractorError(ValueError):
    """No extractor has that name."""


def _grammar() -> Extractor:
    from extraction.grammar import GrammarExtractor

    return GrammarExtractor()


_MAKERS: dict[str, Callable[[], Extractor]] = {"grammar": _grammar}


def extractor_names() -> tuple[str, ...]:
    """Names that `get_extractor` takes."""
    return tuple(_MAKERS)


def get_extractor(name: str = "grammar") -> Extractor:
    """The extractor of that name. Raises UnknownExtractorError with the names there are."""
    if name not in _MAKERS:
        raise UnknownExtractorError(f"no extractor is called {name!r}; there are: {', '.join(_MAKERS)}")
    return _MAKERS[name]()
