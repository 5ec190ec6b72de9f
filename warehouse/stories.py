"""Which text is the original of which. Depends on the texts and their days alone, not on the order of runs.

Texts stand in the order of their keys: day of publication, then id of the document. In this order each text is near to
the one, among the originals before it, that it shares most with; where none is alike enough, it is an original itself.
When texts come, go or change their keys, only those are judged anew whose choice that can touch; since a choice looks
only back, one pass in the order of the keys settles all.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from warehouse.shingles import Likeness

ALIKE = 0.75
"""Share of runs in common from which a text tells the story of another. On 1,100 statements of five offices, those
printed twice shared 0.93 and more, speeches given twice up to 0.65, notices made from one pattern up to 0.54."""

Key = tuple[str, str]
"""Day of publication in ISO form, then the document's id: what stands earlier is the original."""


@dataclass(slots=True)
class Story:
    """A text with its place in the order, and the original that it is near to, if any."""

    text_sha256: str
    key: Key
    near_to: str | None = None
    similarity: float | None = None


@dataclass(slots=True)
class Meeting:
    """Texts that share a band with the texts that were asked for: band → the texts in it, and their stories."""

    bands: dict[int, list[str]] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)


Meet = Callable[[Collection[str]], Meeting]
"""Gives the bands of texts, by hash, that other texts share."""

Read = Callable[[Collection[str]], dict[str, str]]
"""Gives texts by hash."""


class Settling:
    """Judges the stories that are to be judged, and those that their choice touches."""

    def __init__(self, meet: Meet, read: Read):
        self._meet = meet
        self._read = read
        self._stories: dict[str, Story] = {}
        self._bands_of: dict[str, list[int]] = defaultdict(list)
        self._members: dict[int, list[str]] = {}
        self._originals: dict[int, set[str]] = {}
        self._loaded: set[str] = set()
        self._likeness: dict[str, Likeness] = {}
        self._moved: set[str] = set()

    def settle(self, moved: Iterable[Story], touched: Iterable[str]) -> list[Story]:
        """The stories whose choice or key changed.

        `moved` are texts that are new or have another key, with the key that they have now; `touched` are hashes of
        others that are to be judged: those that were near to a text that is gone or has moved.
        """
        self._stories |= {story.text_sha256: story for story in moved}
        self._moved = set(self._stories)
        pending = self._moved | set(touched)
        self._load(pending)
        queue = sorted((self._stories[sha].key, sha) for sha in pending)
        changed: dict[str, Story] = {}
        while queue:
            _, sha = heapq.heappop(queue)
            story = self._stories[sha]
            old = (story.near_to, story.similarity)
            self._judge(story)
            if sha in self._moved or (story.near_to, story.similarity) != old:
                changed[sha] = story
            followers: set[str] = set()
            if story.near_to is None and (sha in self._moved or old[0] is not None):
                followers = self._drawn_to(story) - pending
            elif story.near_to is not None and old[0] is None:
                followers = {other for other in self._met(sha) if self._stories[other].near_to == sha} - pending
            self._load(followers)
            pending |= followers
            for other in followers:
                heapq.heappush(queue, (self._stories[other].key, other))
        return list(changed.values())

    def _judge(self, story: Story) -> None:
        """Let a text choose among the originals before it."""
        sha = story.text_sha256
        met = {other for band in self._bands_of[sha] for other in self._originals[band]} - {sha}
        originals = sorted((o for o in met if self._stories[o].key < story.key), key=lambda o: self._stories[o].key)
        story.near_to, story.similarity = None, None
        for other in originals:
            shared = self._shared(sha, other)
            # the earlier one where two are equally alike
            if shared >= ALIKE and (story.similarity is None or shared > story.similarity):
                story.near_to, story.similarity = other, shared
        for band in self._bands_of[sha]:
            (self._originals[band].add if story.near_to is None else self._originals[band].discard)(sha)

    def _drawn_to(self, story: Story) -> set[str]:
        """The texts after an original that it may be the better choice for."""
        sha = story.text_sha256
        later = {other for other in self._met(sha) if self._stories[other].key > story.key}
        self._have_texts({sha, *later} if later else ())
        drawn = set()
        for other in later:
            shared = self._shared(sha, other)
            if shared >= ALIKE and shared >= (self._stories[other].similarity or 0):
                drawn.add(other)
        return drawn

    def _shared(self, one: str, other: str) -> float:
        """How much two texts share; 0 where their figures tell them apart."""
        self._have_texts((one, other))
        first, second = self._likeness[one], self._likeness[other]
        shared = round(first.shared(second), 4)
        return shared if shared < ALIKE or first.same_figures(second) else 0.0

    def _met(self, sha: str) -> set[str]:
        """The texts that share a band with a text."""
        return {other for band in self._bands_of[sha] for other in self._members[band]} - {sha}

    def _load(self, hashes: Collection[str]) -> None:
        """Have the bands of these texts, the stories of all in them, and their texts."""
        missing = set(hashes) - self._loaded
        if not missing:
            return
        self._loaded |= missing
        meeting = self._meet(missing)
        for sha, story in meeting.stories.items():
            self._stories.setdefault(sha, story)
        for band, members in meeting.bands.items():
            if band in self._members:
                continue
            self._members[band] = members
            self._originals[band] = {
                sha for sha in members if sha not in self._moved and self._stories[sha].near_to is None
            }
            for sha in members:
                self._bands_of[sha].append(band)
        self._have_texts({sha for members in meeting.bands.values() for sha in members})

    def _have_texts(self, hashes: Collection[str]) -> None:
        missing = set(hashes) - self._likeness.keys()
        if missing:
            self._likeness |= {sha: Likeness(text) for sha, text in self._read(missing).items()}
