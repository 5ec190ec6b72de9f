"""Evidence: the words of a document that prove one field of a record."""

from pydantic import Field, model_validator

from schemas.base import Contract, Text


class Evidence(Contract):
    """A span of the document's text and the field that it proves."""

    field: str = Field(
        min_length=1,
        description="The field that the words prove, by its name in the record (amount, donors, date, items, …), with "
        "a part of it after a dot (donors.country); 'record' for the words that report the whole",
    )
    start: int = Field(ge=0, description="Offset of the first character in the document's text, from 0")
    end: int = Field(gt=0, description="Offset after the last character")
    quote: Text = Field(min_length=1, description="The text between start and end, verbatim")
    derived: bool = Field(
        default=False,
        description="True where the words do not hold the value literally and a rule derives it (a country's code, an "
        "absolute date, the terms of a named programme)",
    )
    rule: str | None = Field(default=None, description="Name of the rule that derives the value, where it is derived")

    @model_validator(mode="after")
    def _consistent(self) -> "Evidence":
        if self.end - self.start != len(self.quote):
            raise ValueError(
                f"quote has {len(self.quote)} characters, the span {self.start}-{self.end} has another length"
            )
        if self.derived != (self.rule is not None):
            raise ValueError("a derived value names its rule, and only a derived one")
        return self

    def quotes(self, text: str) -> bool:
        """Whether the text has just these words at these offsets."""
        return text[self.start : self.end] == self.quote
