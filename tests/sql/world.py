"""Building blocks of invented documents and of records coded from them by hand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from schemas.document import Document
from schemas.enums import DocumentStatus, RecordKind, RejectStage
from schemas.evidence import Evidence
from schemas.ids import document_id, record_id, sha256_of_text, version_id
from schemas.party import Party
from schemas.records import Agreement, Aid, Goal, OfficialTraining, OfficialTrainingTotal, Record
from schemas.reject import Reject

R = TypeVar("R", bound=Record)
Words = dict[str, str | Sequence[str]]

DENMARK = Party(name="Denmark", country="DNK")
KENYA = Party(name="Kenya", country="KEN")
COAST_GUARD = Party(name="Kenya Coast Guard", country="KEN")
NORWAY = Party(name="Norway", country="NOR")
FRANCE = Party(name="France", country="FRA")
GHANA = Party(name="Ghana", country="GHA")
GHANA_MINISTRY = Party(name="Ministry of Defence of Ghana", country="GHA")


@dataclass(frozen=True)
class Outcome:
    """What became of one document."""

    document: Document | None
    records: tuple[Record, ...] = ()
    rejects: tuple[Reject, ...] = ()


def make_document(path: str, text: str, published_on: dt.date | None = None, url: str | None = None) -> Document:
    """A coded document of that text."""
    ident = document_id("wire", path, url)
    digest = sha256_of_text(text)
    return Document(
        document_id=ident,
        version_id=version_id(ident, digest, None),
        source="wire",
        path=path,
        url=url,
        title=f"Title of {path}",
        publisher="The Invented Wire",
        published_on=published_on,
        published_on_origin="sidecar" if published_on else None,
        language="en",
        media_type="text/plain",
        status=DocumentStatus.CODED,
        content_sha256=digest,
        text_sha256=digest,
        text=text,
    )


def proofs(document: Document, words: Words) -> tuple[Evidence, ...]:
    """Evidence from `{field: words of the text}`; words that begin with ~ are such as a rule derives the value from."""
    spans = []
    for field, given in words.items():
        for quote in [given] if isinstance(given, str) else given:
            derived, quote = quote.startswith("~"), quote.removeprefix("~")
            start = document.text.index(quote)
            rule = "a rule" if derived else None
            span = {"field": field, "start": start, "end": start + len(quote), "quote": quote}
            spans.append(Evidence.model_validate(span | {"derived": derived, "rule": rule}))
    return tuple(spans)


def make(model: type[R], document: Document, raw: str, words: Words, **values: object) -> R:
    """A record of a document, with an id made of `raw`."""
    prefix = {
        Agreement: "agr",
        Aid: "aid",
        Goal: "goal",
        OfficialTraining: "otr",
        OfficialTrainingTotal: "ott",
    }[model]
    return model.model_validate(
        {
            "record_id": record_id(prefix, document.document_id, raw, 1),
            "document_id": document.document_id,
            "evidence": proofs(document, words),
            "extractor": "hand",
            "extractor_version": "1",
            "rules": ("read by hand",),
            **values,
        }
    )


def reject_of(document: Document | None, path: str, stage: RejectStage, message: str) -> Reject:
    """A reject of a document, or of a file that did not become one."""
    ident = document.document_id if document else document_id("wire", path)
    return Reject(
        reject_id=f"rej_{path}_{stage}",
        document_id=ident,
        source="wire",
        path=path,
        version_id=document.version_id if document else None,
        stage=stage,
        kind=RecordKind.AGREEMENT if document else None,
        field="parties" if document else None,
        message=message,
        payload="{}" if document else None,
        extractor="hand" if document else None,
        extractor_version="1" if document else None,
    )
