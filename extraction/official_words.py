"""The words of official training tables: over columns, in headings, before sums, and names of countries."""

import re
from dataclasses import dataclass

from extraction.lexicon.store import lexicon, remembered
from schemas.ids import folded


@dataclass(frozen=True, slots=True)
class OfficialWords:
    """The data of extraction/lexicon/official_training.toml."""

    needed: frozenset[str]
    columns: dict[str, str]
    whole: re.Pattern[str]
    programme: re.Pattern[str]
    country_goes_on: re.Pattern[str]
    totals: dict[str, re.Pattern[str]]
    countries: dict[str, str]

    def fields_of(self, columns: tuple[str, ...]) -> list[str] | None:
        """The field of each column, None where the table is none of the report's."""
        fields = [self.columns.get(" ".join(column.replace("\u2019", "'").split()), "") for column in columns]
        return fields if self.needed <= set(fields) and "" not in fields else None

    def code_of(self, country: str) -> str | None:
        """ISO 3166-1 alpha-3 code of a country as the report names it; None where it is not known."""
        name = folded(country)
        if name in self.countries:
            return self.countries[name] or None
        states = _states()
        return states.get(name) or states.get(folded(re.split(r"[,(]", country)[0]))


@remembered
def official_words() -> OfficialWords:
    """The words, read once."""
    data = lexicon("official_training")
    return OfficialWords(
        needed=frozenset(data["needed"]),
        columns=data["columns"],
        whole=re.compile(data["headings"]["whole"]),
        programme=re.compile(data["headings"]["programme"]),
        country_goes_on=re.compile(data["headings"]["country_goes_on"], re.IGNORECASE),
        totals={kind: re.compile(pattern) for kind, pattern in data["totals"].items()},
        countries=data["countries"],
    )


@remembered
def _states() -> dict[str, str]:
    """Codes by folded English name, of the lexicon of places."""
    found: dict[str, str] = {}
    for file in ("places", "place_names"):
        for code, forms in lexicon(file)["names"]["en"].items():
            for form in forms:
                found.setdefault(folded(form), code)
    return found
