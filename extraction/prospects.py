"""Whether a sentence is worth a closer look: what it as a whole speaks for what may be told in it, weighed first.

Most of what no word calls is weighed in vain. What all that a sentence may tell has in common, its plain words, its
field and its place in the text, is weighed once; where it speaks for less than `least` of the weights' file, nobody
looks closer. The fit looks at all and sets `least` so low that hardly anything right is lost.
"""

from __future__ import annotations

from extraction.analysis import Analysis, Clue
from extraction.stems import sum_of_sentence
from extraction.weights import Features, least, linear


def is_worth_a_look(analysis: Analysis, clue: Clue, choice: str, features: Features) -> bool:
    """Whether a sentence may tell something of a choice, by the features that all that it tells would have."""
    bound = least(choice)
    return bound is None or linear(choice, features) + sum_of_sentence(analysis, clue, choice) >= bound
