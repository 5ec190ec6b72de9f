"""Parties: who signs, gives, receives or intends."""

from pydantic import Field, field_validator

from schemas.base import Contract, Text
from schemas.countries import CODES, GROUP, OTHER_BODY
from schemas.naming import folded


class Party(Contract):
    """A state, a body of a state, or an international body, as a text names it."""

    name: Text = Field(
        min_length=1, max_length=300, description="Name as the text gives it, in its longest useful form"
    )
    country: str = Field(
        description="ISO 3166-1 alpha-3 of the state it belongs to (XKX: Kosovo), or the code of an international "
        "body: UN, EU, NATO, OAS, AU, ECOWAS, CARICOM, SICA, INTERPOL, ASEAN, OSCE, XXX for another one, "
        "XXG for states meant together without names"
    )

    @field_validator("country")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in CODES:
            raise ValueError(f"{value!r} is neither an ISO 3166-1 alpha-3 code nor that of a known body")
        return value


def distinct_sides(parties: tuple[Party, ...]) -> int:
    """How many states and bodies stand among the parties; other bodies and groups count by their names.

    Two spellings that make one party (schemas.ids.party_id) are one here, so that the rows tell the same.
    """
    return len({(p.country, folded(p.name) if p.country in (OTHER_BODY, GROUP) else "") for p in parties})
