"""Small extractors for the tests of the pipeline: what they code can be read off the text."""

import re
from dataclasses import dataclass

from extraction.extractor import Candidate
from schemas.document import Document
from schemas.enums import RecordKind

_GOAL = re.compile(r"The Ministry of (\w+) plans to ([^.]+)\.")


@dataclass(frozen=True)
class Plans:
    """Codes each sentence 'The Ministry of X plans to Y.' as a goal of Norway, and each 'BROKEN' as one that does not
    hold; 'CRASH' makes it stop."""

    name: str = "plans"
    version: str = "1"
    verb: str = "plans to"

    def propose(self, document: Document) -> list[Candidate]:
        if "CRASH" in document.text:
            raise ZeroDivisionError(f"at {object()}")
        found = [
            Candidate(
                RecordKind.GOAL,
                {
                    "holders": [{"name": f"Ministry of {hit[1]}", "country": "NOR"}],
                    "statement": hit[2] if self.version == "1" else f"{self.verb} {hit[2]}",
                    "evidence": [
                        {"field": "record", "start": hit.start(), "end": hit.end()},
                        {"field": "holders", "start": hit.start() + 4, "end": hit.end(1)},
                        {"field": "statement", "start": hit.start(2), "end": hit.end(2)},
                    ],
                },
                ("plans",),
            )
            for hit in _GOAL.finditer(document.text)
        ]
        for hit in re.finditer("BROKEN", document.text):
            span = {"field": "record", "start": hit.start(), "end": hit.end()}
            found.append(Candidate(RecordKind.GOAL, {"holders": [], "statement": "x", "evidence": [span]}))
        return found
