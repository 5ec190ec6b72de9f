"""Where a text is at home, by what is no party: the cities and provinces that it names, and its web address."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from extraction.lexicon.store import lexicon, remembered
from extraction.reading import Reading, fold
from extraction.tokens import Match, Tokens, Trie, tokenize

_MOST = 4
"""So many mentions of a state's cities count; more say no more."""

_OF_THE_UNITED_STATES = ("gov", "mil")
_PUBLIC = frozenset({"gov", "gob", "gub", "gouv", "go", "mil", "govt"})
"""What stands before a state's ending in the addresses of its public bodies."""


@remembered
def words_of_cities(_: str) -> Trie:
    """The trie of cities and provinces, in all languages. Raises LexiconError."""
    trie = Trie()
    for code, names in lexicon("cities")["cities"].items():
        for name in names:
            trie.add(name, code)
    return trie


@remembered
def words_of_provinces(_: str) -> Trie:
    """The trie of places that say whose a body is by its name: cities, provinces, states of a union. Raises
    LexiconError."""
    trie = Trie()
    for table in ("cities", "provinces"):
        for code, names in lexicon("cities")[table].items():
            for name in names:
                trie.add(name, code)
    return trie


@remembered
def _endings(_: str) -> dict[str, str]:
    return {ending: code for code, ending in lexicon("cities")["addresses"].items()}


@remembered
def _by_domain(_: str) -> dict[str, str]:
    return {ending.rpartition(".")[2]: code for code, ending in lexicon("cities")["addresses"].items()}


def cities_named(words: list[Match], reading: Reading, tokens: Tokens) -> Counter[str]:
    """How often a text in which those words of cities and provinces stand names some of each state, up to a few
    times."""
    found: Counter[str] = Counter()
    for first, _, codes in words:
        if reading.plain[tokens.starts[first]].isupper():
            for code in codes:
                found[code] = min(_MOST, found[code] + 1)
    return found


def state_of_name(name: str | None) -> str | None:
    """The state of the first city or province in a publisher's name; None where it has none. Raises LexiconError."""
    found = words_of_cities("").matches(tokenize(fold(name or "")).norms)
    return next((str(codes[0]) for _, _, codes in found), None)


def state_of_address(url: str | None) -> str | None:
    """The state whose own ending a web address has: `.uy`, `.com.co`; None for others. Raises LexiconError."""
    try:
        host = (urlsplit(url).hostname or "").split(".") if url else []
    except ValueError:
        return None
    endings = _endings("")
    return next((endings[e] for e in (".".join(host[-2:]), host[-1] if host else "") if e in endings), None)


def state_of_official_address(url: str | None) -> str | None:
    """The state whose public bodies have a web address: `.gov`, `.gob.mx`, `.mil.br`; None for others. Raises
    LexiconError."""
    try:
        host = (urlsplit(url).hostname or "").split(".") if url else []
    except ValueError:
        return None
    if len(host) > 1 and host[-1] in _OF_THE_UNITED_STATES:
        return "USA"
    return _by_domain("").get(host[-1]) if len(host) > 1 and host[-2] in _PUBLIC else None
