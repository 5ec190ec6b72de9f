"""What makes two texts alike: runs of words, figures, and the MinHash bands by which likely pairs are found.

All of it depends on the text alone, so that the same pairs are found in whatever order documents come.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

RUN = 3
"""Words in a run. Short runs let a text with words exchanged here and there stay alike."""

FEWEST_RUNS = 20
"""A shorter text has no near copies: a headline and the next one about the same thing differ in a word or two."""

BANDS = 18
ROWS = 7
"""126 hashes in 18 bands of 7: texts that share nine tenths of their runs meet in a band with odds of 9,999 in 10,000,
those that share three quarters with 92 in 100, those that share half, as notices of one pattern do, with 13 in 100."""

_SEED = 20210203
_WORD = re.compile(r"\w+")
_MULTIPLIER = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Likeness:
    """A text as it is compared with others."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        """Its words in lower case, in order."""
        return _WORD.findall(self.text.casefold())

    @cached_property
    def runs(self) -> frozenset[str]:
        """All runs of words that follow one another."""
        words = self.words
        return frozenset(map(" ".join, zip(*(words[n:] for n in range(RUN)), strict=False)))

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers in it, as written."""
        return frozenset(word for word in self.words if word[0].isdigit())

    def shared(self, other: "Likeness") -> float:
        """Share of the runs of both that they have in common, 0 to 1 (Jaccard's index)."""
        common = len(self.runs & other.runs)
        return common / (len(self.runs) + len(other.runs) - common) if common else 0.0

    def same_figures(self, other: "Likeness") -> bool:
        """Whether the one with fewer figures has none, or hardly any, that the other lacks.

        Notices made from one pattern are told apart by their figures: two gifts of boats, not one told twice.
        """
        fewer, more = sorted((self.figures, other.figures), key=len)
        return len(fewer - more) <= len(fewer) // 10


def bands(likenesses: Sequence[Likeness]) -> list[list[int]]:
    """The numbers of each text's bands, under 2^64: texts that share one are likely to be alike."""
    import numpy as np
    from rensa import RMinHash  # type: ignore[import-untyped]

    if not likenesses:
        return []
    signatures = RMinHash.digests_from_token_sets([list(one.runs) for one in likenesses], BANDS * ROWS, _SEED)
    parts = np.asarray(signatures, dtype=np.uint64).reshape(len(likenesses), BANDS, ROWS)
    # begun with the band's place, so that equal parts in two places are two numbers; mixed modulo 2^64
    mixed = np.broadcast_to(np.arange(1, BANDS + 1, dtype=np.uint64), parts.shape[:2]).copy()
    for row in range(ROWS):
        mixed = (mixed ^ parts[:, :, row]) * np.uint64(_MULTIPLIER)
        mixed ^= mixed >> np.uint64(29)
    return [[int(band) for band in row] for row in mixed]


def fingerprint() -> str:
    """What the bands depend on beside the texts; kept bands of another one are of no use."""
    return f"rensa {version('rensa')}, runs of {RUN} from {FEWEST_RUNS}, {BANDS}x{ROWS}, seed {_SEED}"
