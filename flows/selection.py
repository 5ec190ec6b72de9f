"""Which part of what is offered a run takes: --only, --since, --limit."""

import datetime as dt
import fnmatch
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sources.arrival import Arrival, Refusal

if TYPE_CHECKING:
    from warehouse.outcome import KnownDocument


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken: paths that match one of `only`; what is dated `since` that day or, files, was changed since; and
    at most `limit` documents that are new or changed."""

    only: tuple[str, ...] = ()
    since: dt.date | None = None
    limit: int | None = None

    @property
    def whole(self) -> bool:
        """Whether everything is taken."""
        return self == Selection()

    def wants(self, path: str) -> bool:
        """Whether a path is among those wanted: a pattern matches it, its file's name, or one of its folders."""
        if not self.only:
            return True
        parts = PurePosixPath(path)
        names = [path, parts.name, *(parent.as_posix() for parent in parts.parents)]
        return any(fnmatch.fnmatchcase(name, pattern.rstrip("/")) for pattern in self.only for name in names)

    def of_files(self, offered: Iterable[Arrival | Refusal]) -> Iterator[Arrival | Refusal]:
        """Those of the files offered that are wanted, by path and by the day that they were changed on, in UTC."""
        for offer in offered:
            if not self.wants(offer.path):
                continue
            if self.since and isinstance(offer, Arrival):
                try:
                    changed = dt.datetime.fromtimestamp(Path(offer.origin).stat().st_mtime, dt.UTC).date()
                except OSError:
                    changed = dt.date.max  # reading it tells what is wrong
                if changed < self.since:
                    continue
            yield offer

    def told(self) -> str:
        """As it was given, for the journal."""
        words = [f"--only {pattern}" for pattern in self.only]
        words += [f"--since {self.since}"] if self.since else []
        words += [f"--limit {self.limit}"] if self.limit is not None else []
        return " ".join(words)


EVERYTHING = Selection()


def is_news(known: Mapping[str, "KnownDocument"], document_id: str, version_id: str | None) -> bool:
    """Whether a version is one that the warehouse has not, or could not read since."""
    current = known.get(document_id)
    return version_id is not None and (current is None or current.failing or current.version_id != version_id)
