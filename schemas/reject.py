"""Rejects: what could not be used, kept with its reason."""

from pydantic import Field

from schemas.base import Contract, Text
from schemas.enums import RecordKind, RejectStage


class Reject(Contract):
    """A document that could not be read, or a candidate that did not hold."""

    reject_id: str = Field(
        description="Stable id, made of the document, the stage, the field, the message and the payload"
    )
    document_id: str = Field(description="The document that it belongs to")
    source: Text = Field(description="Name of the source that the document came from")
    path: Text = Field(description="Path of the document inside its source")
    version_id: str | None = Field(default=None, description="The version that it belongs to, where one was archived")
    stage: RejectStage = Field(description="In which room it was refused: read, extract, validate")
    kind: RecordKind | None = Field(default=None, description="The kind of record that it was to become, if any")
    field: str | None = Field(default=None, description="Path of the field that did not hold, as in items.0.quantity")
    message: Text = Field(min_length=1, description="What is wrong, and what to do where something can be done")
    payload: Text | None = Field(default=None, description="The candidate as JSON, where there was one")
    extractor: str | None = Field(default=None, description="Name of the extractor that proposed it")
    extractor_version: str | None = Field(default=None, description="Version of that extractor")
