"""Whose a text's publisher is: by its name, else by the web address of a public body."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.names import names
from extraction.reading import fold
from extraction.tokens import tokenize
from extraction.whereabouts import state_of_official_address
from schemas.document import Document

_PUBLISHING = frozenset({"state", "people", "body", "institution"})
_PUBLIC = frozenset({"body", "institution", "head"})


@dataclass(frozen=True, slots=True)
class Publisher:
    """The state or body of a publisher. `official` is whether it is a public body, `by_address` whether its web address
    alone tells so."""

    code: str | None = None
    official: bool = False
    by_address: bool = False


def publisher_of(document: Document) -> Publisher:
    """The publisher of a document. Raises LexiconError."""
    language = document.language or "en"
    address = state_of_official_address(document.url)
    for text in (document.publisher, document.author):
        for tongue in dict.fromkeys((language, "en")):
            words = tokenize(fold(text or "")).norms
            found = [name for _, _, entries in names(tongue).matches(words) for name in entries]
            for name in found:
                if len(name.codes) == 1 and not name.weak and name.kind in _PUBLISHING:
                    official = address is not None or any(n.kind in _PUBLIC for n in found)
                    return Publisher(str(name.codes[0]), official)
    return Publisher(address, address is not None, address is not None)
