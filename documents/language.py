"""The language of a text: by its function words, and by a detector over many languages only in doubt."""

import re
from collections import Counter

from documents.lexicon import LANGUAGES, language_words

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 2000
"""Characters in which function words are counted: a text's language shows in its first paragraphs."""
_DETECTOR_SAMPLE = 5000
_FEWEST_HITS = 4
_FEWEST_LETTERS = 25
_DECISIVE_MARGIN = 10.0
"""Difference of log-likelihoods by which another language must beat those that are read."""


def normal_code(tag: str | None) -> str | None:
    """The ISO 639 code of a declared language ('en-US', 'Spanish', 'por'), or None where it says nothing usable."""
    if not tag:
        return None
    tag = tag.strip().lower().replace("_", "-")
    known = language_words()
    primary = known.aliases.get(tag) or tag.split("-")[0]
    primary = known.aliases.get(primary, primary)
    return primary if primary in known.names or re.fullmatch(r"(?!und|mul|zxx|mis)[a-z]{2,3}", primary) else None


def language_name(code: str) -> str:
    """English name of a language, its code where it has none here."""
    return language_words().names.get(code, code)


def by_function_words(text: str) -> str | None:
    """One of the languages that are read, if its function words say so decisively; else None.

    Decisive: enough of them, a good share of all words, twice as many as of the next language, and few words of
    neighbouring languages.
    """
    counts = Counter(_WORD.findall(text[:_SAMPLE].lower()))
    total = sum(counts.values())
    known = language_words()
    hits = {code: sum(counts[word] for word in known.function[code] if word in counts) for code in LANGUAGES}
    against = sum(counts[word] for word in known.neighbours if word in counts)
    best, second = sorted(hits, key=lambda code: (-hits[code], code))[:2]
    if hits[best] < _FEWEST_HITS or hits[best] < 0.16 * total or hits[best] < 1.5 * hits[second]:
        return None
    return best if against < 0.3 * hits[best] else None


def detect(text: str) -> str | None:
    """ISO 639 code of a text's language, or None where there is too little text to tell.

    A detector is asked only in doubt. It calls every text one of its languages, and headlines and tables any of them:
    so another language than those that are read has to be much likelier than all of these.
    """
    code = by_function_words(text)
    if code:
        return code
    sample = text[:_DETECTOR_SAMPLE]
    if sum(c.isalpha() for c in sample) < _FEWEST_LETTERS:
        return None
    import py3langid  # type: ignore[import-untyped]  # takes 0.6 s: only where it is needed

    # In capitals the detector sees other letter groups than it learnt.
    ranked: list[tuple[str, float]] = py3langid.rank(sample.lower())
    ours = max((pair for pair in ranked if pair[0] in LANGUAGES), key=lambda pair: pair[1])
    best = ranked[0]
    return str(best[0]) if best[1] - ours[1] >= _DECISIVE_MARGIN else str(ours[0])
