"""Outcomes put aside between reading and loading, on disk where they are many: a large run does not lie in memory."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

from flows.errors import SpoolError
from flows.process import Outcome
from schemas.document import Document
from schemas.enums import RecordKind
from schemas.records import MODEL_OF_KIND, kind_of
from schemas.reject import Reject


def outcome_line(outcome: Outcome) -> str:
    """An outcome as one line of JSON, without its newline."""
    document = outcome.document.model_dump(mode="json") if outcome.document else None
    return json.dumps(
        {
            "document": document,
            "records": [[kind_of(record), record.model_dump(mode="json")] for record in outcome.records],
            "rejects": [reject.model_dump(mode="json") for reject in outcome.rejects],
            "candidates": [outcome.candidates_in, outcome.candidates_skipped],
            "left_aside": outcome.left_aside,
        }
    )


def outcome_of_line(line: str) -> Outcome:
    """The outcome of `outcome_line`."""
    values = json.loads(line)
    return Outcome(
        document=Document.model_validate(values["document"]) if values["document"] else None,
        records=tuple(MODEL_OF_KIND[RecordKind(kind)].model_validate(record) for kind, record in values["records"]),
        rejects=tuple(Reject.model_validate(reject) for reject in values["rejects"]),
        candidates_in=values["candidates"][0],
        candidates_skipped=values["candidates"][1],
        left_aside=values["left_aside"],
    )


_HELD = 8_000_000
"""Characters of texts up to which outcomes stay in memory: writing and reading them takes as long as loading them."""


class Spool:
    """Outcomes in the order in which they were added, read again as often as wanted.

    Without a path the file has no name and is gone with the process, however it ends; the first outcomes do not even go
    there. Raises SpoolError where it cannot be written, on a full disk for one.
    """

    def __init__(self, folder: Path, path: Path | None = None):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file: IO[str] = (
                tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)  # noqa: SIM115 - closed by close()
                if path is None
                else path.open("a+", encoding="utf-8")
            )
        except OSError as error:
            raise _error(folder, error) from None
        self._folder = folder
        self._held: list[Outcome] = []
        self._room = _HELD if path is None else 0

    def add(self, outcome: Outcome) -> None:
        """Append an outcome."""
        size = len(outcome.document.text) if outcome.document else 0
        if size < self._room:
            self._room -= size + 1
            self._held.append(outcome)
            return
        self._room = 0  # what follows comes after what is held
        try:
            self._file.seek(0, os.SEEK_END)
            self._file.write(outcome_line(outcome) + "\n")
        except OSError as error:
            raise _error(self._folder, error) from None

    def __iter__(self) -> Iterator[Outcome]:
        yield from self._held
        try:
            self._file.flush()
        except OSError as error:
            raise _error(self._folder, error) from None
        self._file.seek(0)
        for line in self._file:
            yield outcome_of_line(line)

    def close(self) -> None:
        """Give the file up; what could not be written is told."""
        try:
            self._file.close()
        except OSError as error:
            raise _error(self._folder, error) from None

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
            return
        with contextlib.suppress(OSError):
            self._file.close()


def _error(folder: Path, error: OSError) -> SpoolError:
    return SpoolError(
        f"cannot write to {folder} ({error.strerror or type(error).__name__}); make room or allow writing there, or "
        "set COMMUNIQUE_DATA or --data to another folder, then run again"
    )
