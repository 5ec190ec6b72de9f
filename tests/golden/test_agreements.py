"""Agreements by construction, in three languages: what is read of sentences written for the project."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.extraction.reading_of import agreements

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("agreements.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['lang']}-{c['name']}" for c in CASES])
def test_agreements_are_read(case: dict[str, Any]) -> None:
    found = [
        (
            {str(p.country) for p in record.parties},
            str(record.instrument),
            str(record.stage),
            record.date or "",
        )
        for record in agreements(case["text"], case["lang"])
    ]
    assert found == [(set(codes), *rest) for codes, *rest in case["expect"]]


def test_there_are_cases_enough_in_every_language() -> None:
    told = {lang: [c for c in CASES if c["lang"] == lang] for lang in ("en", "es", "pt")}
    assert len(CASES) >= 50 and all(len(own) >= 12 for own in told.values())
    assert all(any(not c["expect"] for c in own) and any(c["expect"] for c in own) for own in told.values())
