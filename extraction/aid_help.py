"""What kind of help is spoken of: 'military assistance' is of the field, 'humanitarian assistance' is not, 'economic,
military and humanitarian assistance' is in part."""

from __future__ import annotations

from extraction.aid_marks import Mark
from extraction.analysis import Analysis, Clue

_BEFORE, _BEHIND = 7, 4
"""Tokens before and behind a noun of help that may say of which kind it is."""
_REACH = 9
"""Tokens behind a mark in which such a noun stands."""


def help_told(analysis: Analysis, clue: Clue, mark: Mark) -> str:
    """The kind of help by a mark: `secure`, `relief`, `both`, `plain` where no word says it, '' where none is named."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    nouns = grammar.single["help_noun"]
    at = next((i for i in range(mark.first, min(clue.last, mark.last + _REACH)) if norms[i] in nouns), None)
    if at is None:
        return ""
    words = [*_run(analysis, clue, at, -1, _BEFORE), *_run(analysis, clue, at, 1, _BEHIND)]
    secure = any(w in grammar.single["secure_kind"] for w in words)
    relief = any(w in grammar.single["relief_kind"] for w in words)
    return "both" if secure and relief else "secure" if secure else "relief" if relief else "plain"


def _run(analysis: Analysis, clue: Clue, at: int, step: int, reach: int) -> list[str]:
    """The words on one side of a noun, up to a word that gives a role or a mark other than a comma."""
    norms, grammar = analysis.tokens.norms, analysis.grammar
    found: list[str] = []
    for n in range(1, reach + 1):
        i = at + step * n
        if not clue.first <= i < clue.last:
            break
        word = norms[i]
        if not (word in (",", "-") or word.isalpha()) or ((word,) in grammar.roles and word not in ("de", "en", "em")):
            break
        found.append(word)
    return found
