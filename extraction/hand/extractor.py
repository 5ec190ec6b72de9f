"""The extractor of hand-coded records: what coders wrote into a table, as candidates of the documents they read."""

from collections.abc import Iterator
from pathlib import Path

from extraction.extractor import Candidate, CannotCodeError, Refused
from extraction.hand.columns import NOTHING, OF_KIND
from extraction.hand.quotes import Finder
from extraction.hand.rows import candidate_of, refused
from extraction.hand.table import TableRow, read_table
from schemas.document import Document
from schemas.enums import RecordKind

VERSION = "1"


class HandCoded:
    """Proposes the rows of a table that name a document, by its id, its address, its path or its file's name.

    A document that no row names is not taken for one with nothing to code: it cannot be coded.
    """

    name = "hand"
    version = VERSION

    def __init__(self, path: Path):
        """Read the table. Raises ExtractorError where it cannot be read as one."""
        self._file = path.name
        self._rows: dict[str, list[TableRow]] = {}
        self._unmet: dict[str, str] = {}
        for row in read_table(path):
            name = row.cells.get("document", "")
            self._rows.setdefault(name, []).append(row)
            self._unmet.setdefault(name, row.place)

    def propose(self, document: Document) -> list[Candidate | Refused]:
        """The rows of a document, in the order of the table. Raises CannotCodeError where there are none."""
        rows = [row for name in _names(document) for row in self._rows.get(name, ())]
        for name in _names(document):
            self._unmet.pop(name, None)
        if not rows:
            told = f"{self._file} has no row for it; add one, of kind {NOTHING} where it has nothing to code"
            raise CannotCodeError(told)
        finder = Finder(document.text)
        return [found for row in rows for found in _of_row(row, finder, len(rows))]

    def unmet(self) -> list[str]:
        """A line for each document that the table names and that was not among those proposed for so far."""
        return [
            f"{place}, column document: {name!r} is none of the documents read"
            if name
            else f"{place}, column document: is empty; name the document's path, file or address"
            for name, place in self._unmet.items()
        ]


def _names(document: Document) -> list[str]:
    """What a row may call a document, each once."""
    path = Path(document.path)
    names = (document.document_id, document.url, document.path, path.name, path.stem)
    return [name for name in dict.fromkeys(names) if name]


def _of_row(row: TableRow, finder: Finder, n_rows: int) -> Iterator[Candidate | Refused]:
    word = row.cells.get("kind", "").strip().lower()
    if word == NOTHING:
        if n_rows > 1:
            told = f"{NOTHING} says that there is nothing to code, but other rows code something"
            yield refused(row, None, "kind", told)
        return
    if word not in list(OF_KIND):
        yield refused(row, None, "kind", f"{word[:40]!r} is no kind; write {', '.join(OF_KIND)} or {NOTHING}")
        return
    yield candidate_of(row, RecordKind(word), finder)
