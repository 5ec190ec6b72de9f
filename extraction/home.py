"""Reference inside a document: which state an institution belongs to that names none, what an acronym means."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extraction.actors import Actor
from extraction.grammar_words import Grammar
from extraction.names import state_names
from extraction.publishers import publisher_of
from extraction.reading import Reading, fold
from extraction.tokens import Tokens, norms_of
from extraction.whereabouts import state_of_address, state_of_name
from schemas.document import Document

_ABROAD = ("USA", "EU", "UN", "NATO", "XXX", "XXG", "CHN")
"""Who acts abroad so often that mentions alone do not make a text theirs."""


_LONGEST_SHORT = 4
"""Letters that an abbreviated name of a state has at most."""
_PERSONAL = frozenset({"office_holder"})
_BARE = ("state", "body")
_GIVING = (
    "GBR",
    "ESP",
    "DEU",
    "FRA",
    "ITA",
    "JPN",
    "KOR",
    "TUR",
    "RUS",
    "CAN",
    "AUS",
    "NOR",
    "SWE",
    "NLD",
    "TWN",
    "ISR",
)
"""States that give to others more often than they are given to: a text that names them is as often another's."""


_WITHOUT_MINISTRIES = ("USA", "CHE")
_DEPARTMENT = ("department", "departamento")
BODIES = ("EU", "UN", "NATO", "XXX", "XXG", "OAS", "AU", "ECOWAS", "CARICOM", "SICA", "INTERPOL", "ASEAN", "OSCE")


STATE_OF_DOCUMENT = "state of the document"
"""Rule that gives an institution which names no state the one that the text is at home in."""


def _short(name: str) -> bool:
    """Whether a state's name is an abbreviation: 'U.S.', 'EE. UU.', 'EUA'."""
    letters = name.replace(".", "").replace(" ", "")
    return letters.isupper() and len(letters) <= _LONGEST_SHORT


class Resolver:
    """Decides whose the actors of one document are; `cities` is how often it names cities of each state."""

    ABROAD = _ABROAD

    def __init__(
        self,
        document: Document,
        reading: Reading,
        tokens: Tokens,
        grammar: Grammar,
        actors: list[list[Actor]],
        cities: Counter[str],
    ):
        self._document = document
        self._reading = reading
        self._tokens = tokens
        self._grammar = grammar
        self._actors = actors
        self._cities = cities
        self._known: dict[str, tuple[tuple[str, ...], str]] = {}
        self._parts: dict[str, str] = {}
        self._first: dict[str, Actor] | None = None
        self.counts: Counter[str] = Counter()
        who = publisher_of(document)
        self.publisher, self.official, self.by_address = who.code, who.official, who.by_address
        self.home: str | None = None
        self._homes: list[str] = []
        self._full: dict[str, Actor] | None = None
        self.joint: list[Actor] = []
        """Who issues a joint text together."""
        self.sides: list[Actor] = []
        """Who meets by the title of a text."""
        self.pair: list[Actor] = []
        """The official publisher's state and the one other that the title names."""

    def home_actors(self) -> list[Actor]:
        """The state that the text is at home in, then the publisher's, as actors that the text names somewhere."""
        found = []
        for code in (self.home, self.publisher):
            actor = self.named(code)
            if actor is not None:
                found.append(actor)
        return found

    def home_actor(self) -> Actor | None:
        """The first of `home_actors`."""
        return next(iter(self.home_actors()), None)

    def publisher_actors(self) -> list[Actor]:
        """Who speaks as 'we' in the text."""
        if self.joint:
            return self.joint
        actor = self.named(self.publisher)
        if actor is None and self.official:
            actor = self._unnamed_publisher()
        return [actor] if actor is not None else self.home_actors()[:1]

    def _unnamed_publisher(self) -> Actor | None:
        """The state of an official publisher that the text never names, as it speaks of itself: 'we', 'our'."""
        words = self._grammar.either("we", "ours")
        at = next((n for n, word in enumerate(self._tokens.norms) if word in words), None)
        name = state_names(self._document.language or "en").get(self.publisher or "")
        if at is None or name is None or self.publisher is None:
            return None
        return Actor(at, at + 1, "state", (self.publisher,), name=name, derived="state of the publisher")

    def named(self, code: str | None) -> Actor | None:
        """The first actor of a state, a bare name of the state before others."""
        if self._first is None:
            self._first = {}
            for actor in (a for group in self._actors for a in group):
                held = self._first.setdefault(actor.code or "", actor)
                if actor.kind in _BARE and (held.kind not in _BARE or (held.weak and not actor.weak)):
                    self._first[actor.code or ""] = actor
        return self._first.get(code) if code else None

    def full(self, actor: Actor) -> Actor:
        """The mention by which a party is best named.

        For a state, its people, its capital or who speaks for it: the longest name of the state in the text, where it
        has none its usual name. For an acronym: the name that it stands for. Else itself.
        """
        if actor.stands_for is not None and len(actor.stands_for.name) > len(actor.name):
            return actor.stands_for
        personal = actor.detail in _PERSONAL and actor.kind in ("head", "institution")
        if actor.code is None or not (actor.kind in ("state", "people", "capital") or personal):
            return actor
        told = self._longest_names().get(actor.code, actor)
        if told.kind == "state" and not _short(told.name):
            return told
        official = state_names(self._document.language or "en").get(actor.code)
        return replace(told, name=official) if official else told

    def _longest_names(self) -> dict[str, Actor]:
        """Of each state the first of its longest names in the text."""
        if self._full is None:
            self._full = {}
            for actor in (a for group in self._actors for a in group if a.kind == "state" and a.code):
                held = self._full.setdefault(actor.code or "", actor)
                if (len(actor.name), -actor.first) > (len(held.name), -held.first):
                    self._full[actor.code or ""] = actor
        return self._full

    def most_named(self) -> list[Actor]:
        """The states and bodies of the text, those named most first."""
        actors = [self.named(code) for code, _ in sorted(self.counts.items(), key=lambda e: (-e[1], e[0]))]
        return [a for a in actors if a is not None]

    def both(self, sentence: int) -> list[Actor]:
        """The two states that 'both governments' means: the last two that were named, else those most named."""
        found: dict[str, Actor] = {}
        for back in range(sentence, max(-1, sentence - 6), -1):
            for actor in self._actors[back]:
                if actor.code and actor.code != "XXG" and actor.code not in found and actor.kind != "capital":
                    found[actor.code] = actor
            if len(found) >= 2:
                return list(found.values())[:2]
        for code, _ in self.counts.most_common(2):
            named = self.named(code)
            if named is not None:
                found.setdefault(code, named)
        return list(found.values())[:2]

    def currency(self) -> str | None:
        """Code of the state whose money a bare word like 'pesos' most likely means."""
        return None

    def resolve(self) -> None:
        """Give each actor without a state, or with several, the one that the document decides."""
        for group in self._actors:
            for actor in group:
                if actor.code and actor.kind not in ("group", "programme") and not actor.weak:
                    self.counts[actor.code] += 2 if actor.kind in ("state", "people") else 1
        self.home = self._home()
        for group in self._actors:
            group[:] = [a for a in group if not self._unsupported(a)]
        self._foresee()
        recent: list[str] = []
        for group in self._actors:
            for actor in group:
                if actor.stands_for is not None and actor.code is None:
                    actor.decide(actor.stands_for.codes)
                if actor.code is None and not self._shares_department(group, actor):
                    self._decide(actor, recent)
                if actor.code is not None:
                    self._remember(actor)
                    if actor.kind != "group":
                        recent.append(actor.code)
        self._first = None

    def _foresee(self) -> None:
        """Remember names that the text gives one state only, wherever it does: a headline leaves the state out."""
        told: dict[str, list[Actor]] = {}
        for group in self._actors:
            for actor in group:
                sure = actor.derived in (None, "institution")
                if actor.kind in ("head", "institution") and actor.code is not None and sure:
                    told.setdefault(self._key(actor), []).append(actor)
        for key, actors in told.items():
            if len(key.split()) > 1 and len({a.code for a in actors}) == 1:
                self._know(key, actors[0])

    def _unsupported(self, actor: Actor) -> bool:
        """Whether an acronym of many meanings stands in a text that never speaks of its state."""
        if actor.kind not in ("institution", "body", "programme") or not actor.weak or not actor.head.isupper():
            return False
        return not any(self.counts[code] for code in actor.codes)

    def _home(self) -> str | None:
        """The state that the text is at home in, by publisher, dateline, opening and number of mentions together."""
        score: Counter[str] = Counter()
        most = max(self.counts.values(), default=1)
        for code, count in self.counts.items():
            score[code] += round(8 * count / most)
        for number, group in enumerate(self._actors[:6]):
            for actor in group:
                if actor.code is None:
                    continue
                dateline = actor.kind == "capital" and actor.first < 80 and self._opens_line(actor)
                opening = number < 3 and actor.kind in ("state", "people")
                score[actor.code] += (5 if dateline else 0) + (2 if opening else 0)
                if (
                    number < 2
                    and opening
                    and "with" in self._grammar.role_before(self._tokens.norms, actor.first, 0)[0]
                ):
                    score[actor.code] -= 6  # 'Chamber ratifies agreement with Italy': who is named so is abroad
        if self.publisher:
            score[self.publisher] += 6
        else:
            place = state_of_address(self._document.url) or state_of_name(self._document.publisher)
            if place is not None:
                score[place] += 6
        for code, times in self._cities.items():
            score[code] += 2 * times
        for code in _ABROAD:
            score[code] -= 5
        for code in _GIVING:
            if code in score and code != self.publisher:
                score[code] -= 3
        ranked = sorted(score.items(), key=lambda entry: (-entry[1], entry[0]))
        self._homes = [code for code, value in ranked if value > -3]
        return ranked[0][0] if ranked and ranked[0][1] > 0 else self.publisher

    def _opens_line(self, actor: Actor) -> bool:
        start = self._tokens.starts[actor.first]
        opens = start == 0 or self._reading.plain[start - 1] == "\n"
        return opens and self._tokens.norms[actor.last : actor.last + 1] in (
            [","],
            ["("],
            ["-"],
            ["–"],
            ["—"],
            ["."],
            [":"],
        )

    def _key(self, actor: Actor) -> str:
        """A name without its state: 'the Guatemalan Ministry of Defense' and 'Ministry of Defense' share it."""
        text = fold(actor.name)
        words = [w for w in norms_of(text) if w not in self._grammar.single["determiner"] and w[0].isalnum()]
        if actor.code_first >= 0 and actor.codes:
            own = set(self._tokens.norms[actor.code_first : actor.code_first + 1])
            words = [w for w in words if w not in own]
        return " ".join(words)

    def _remember(self, actor: Actor) -> None:
        if actor.kind in ("head", "institution") and actor.codes:
            key = self._key(actor)
            if key:
                self._know(key, actor)
            head = actor.head
            if head:
                self._known.setdefault(f"head:{head}", (actor.codes, actor.name))

    def _know(self, key: str, actor: Actor) -> None:
        """Remember whose a name is, and those that it begins or ends with: each finds the first that was named so."""
        words = key.split()
        if key not in self._known:
            for n in range(2, len(words)):
                self._parts.setdefault(" ".join(words[:n]), key)
                self._parts.setdefault(" ".join(words[-n:]), key)
        self._known[key] = (actor.codes, actor.name)

    def _decide(self, actor: Actor, recent: list[str]) -> None:
        key = self._key(actor)
        if key in self._known:
            self._take(actor, self._known[key][0], "named before")
            return
        if key in self._parts:
            self._take(actor, self._known[self._parts[key]][0], "named before")
            return
        choices = actor.codes
        if choices:
            for code in (self.home, *reversed(recent[-8:]), *(c for c, _ in self.counts.most_common())):
                if code in choices:
                    self._take(actor, (code,), "decided by the document")
                    return
            return
        if actor.kind == "programme":
            return
        minister = actor.detail in ("ministry", "office_holder") and "minist" in actor.head.lower()
        near = reversed(recent) if minister and actor.detail == "office_holder" else ()
        if minister and self._homes[:1] and self._homes[0] in _WITHOUT_MINISTRIES:
            abroad = [c for c in near if c not in _WITHOUT_MINISTRIES and c not in BODIES]
            if abroad:  # 'In Vanuatu, the Prime Minister asked for': not the American readers' own
                self._take(actor, (abroad[0],), STATE_OF_DOCUMENT)
                return
        own = self.publisher if self.official and actor.head.lower().startswith(_DEPARTMENT) else None
        if own in _WITHOUT_MINISTRIES:  # 'the Departments of State and Defense', whatever state the text is about
            self._take(actor, (own,), STATE_OF_DOCUMENT)
            return
        for code in self._homes:
            if code in BODIES and actor.detail != "bureau":
                continue
            if code in _WITHOUT_MINISTRIES and minister:
                continue
            self._take(actor, (code,), STATE_OF_DOCUMENT)
            return

    def _shares_department(self, group: list[Actor], actor: Actor) -> bool:
        """Give the 'State' of 'the Departments of Defense and State' whose the first is."""
        before = [a for a in group if a.last <= actor.first and a.code is not None]
        if actor.detail != "government" or actor.last - actor.first > 1 or not before:
            return False
        first = before[-1]
        if actor.first - first.last > 2 or not first.head.lower().startswith(_DEPARTMENT):
            return False
        self._take(actor, first.codes, STATE_OF_DOCUMENT)
        return True

    def _take(self, actor: Actor, codes: tuple[str, ...], rule: str) -> None:
        actor.decide(codes[:1])
        actor.derived = rule
