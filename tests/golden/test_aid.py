"""Aid by construction, in three languages: what is read of sentences written for the project.

The weights decide, and a fit moves single sentences; so how many are read right may not fall, over all and by language.
"""

import tomllib
from pathlib import Path
from typing import Any

from tests.extraction.reading_of import aid

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("aid.toml").read_text("utf-8"))["case"]
LEAST = {"sides": 0.8, "all": 0.7, "empty": 0.9}
"""Shares of the sentences whose sides are read right, and all that is expected; and of those without aid left empty."""

Told = tuple[list[str], list[str], str, str, list[str], float]


def _read(case: dict[str, Any]) -> list[Told]:
    return [
        (
            sorted({str(p.country) for p in record.donors}),
            sorted({str(p.country) for p in record.recipients}),
            str(record.stage),
            str(record.terms),
            sorted({str(item.modality) for item in record.items}),
            float(record.amount or 0),
        )
        for record in aid(case["text"], case["lang"])
    ]


def _expected(case: dict[str, Any]) -> list[Told]:
    return [
        (sorted(d), sorted(r), stage, terms, sorted(m), float(a)) for d, r, stage, terms, m, a, *_ in case["expect"]
    ]


def test_aid_is_read() -> None:
    for lang in ("en", "es", "pt"):
        own = [(_read(c), _expected(c)) for c in CASES if c["lang"] == lang]
        told = [(found, wanted) for found, wanted in own if wanted]
        sides = [[t[:2] for t in found] == [t[:2] for t in wanted] for found, wanted in told]
        assert sum(sides) >= LEAST["sides"] * len(told), lang
        assert sum(found == wanted for found, wanted in told) >= LEAST["all"] * len(told), lang
        empty = [not found for found, wanted in own if not wanted]
        assert sum(empty) >= LEAST["empty"] * len(empty), lang


def test_there_are_cases_enough_in_every_language() -> None:
    told = {lang: [c for c in CASES if c["lang"] == lang] for lang in ("en", "es", "pt")}
    assert len(CASES) >= 100 and all(len(own) >= 30 for own in told.values())
    assert all(any(not c["expect"] for c in own) and any(c["expect"] for c in own) for own in told.values())
