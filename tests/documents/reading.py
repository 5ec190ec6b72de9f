"""How the tests of this room read a document."""

import datetime as dt

from documents.read import read_document
from schemas.document import Document, Sidecar

RECEIVED = dt.date(2025, 6, 30)


def read(
    content: bytes | str,
    path: str = "a.txt",
    *,
    sidecar: Sidecar | None = None,
    received_on: dt.date = RECEIVED,
) -> Document:
    """The Document of a file's bytes, or of a text in UTF-8, as it is received on one fixed day."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return read_document(
        data,
        document_id="doc_1",
        version_id="ver_1",
        source="tests",
        path=path,
        sidecar=sidecar,
        received_on=received_on,
    )
