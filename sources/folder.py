"""Files and folders on disk as a source: what is offered, in an order that does not depend on the disk."""

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from schemas.base import mend_surrogates
from sources.arrival import Arrival, BadArgumentError, Refusal, SourceError, read_sidecar, reason

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf"})
"""Suffixes of the formats that can be read; other files in a folder are left aside."""

BY_HAND = "files"
"""Name of the source of paths given without one."""

MAX_DEPTH = 100
"""Folders nested deeper than this are refused: no collection is, and a hostile one must not end the run."""

_META = ".meta.json"


def _posix(path: Path | str) -> str:
    return mend_surrogates(path.as_posix() if isinstance(path, Path) else path)


def _suffix(name: str) -> str:
    """The suffix of a file's name in lower case with its dot, or ''."""
    # a tenth of the time of a path; names that begin with their only dot are left out before this is asked
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


class _Beside:
    """The names that lie in one folder."""

    def __init__(self, names: Iterable[str]):
        self._names = frozenset(names)

    @cached_property
    def sidecars(self) -> frozenset[str]:
        """The sidecars among them."""
        return frozenset(name for name in self._names if name.endswith(_META))

    @cached_property
    def documents(self) -> frozenset[str]:
        """The documents among them, with their suffix and without: both are names of a sidecar before its own."""
        documents = [name for name in self._names if _suffix(name) in SUFFIXES]
        return frozenset(documents) | {os.path.splitext(name)[0] for name in documents}  # noqa: PTH122


@dataclass
class _Walk:
    """One discovery: what has been met so far, so that nothing is offered twice."""

    source: str | None
    by_hand: frozenset[Path]
    folders: set[tuple[int, int]] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    taken: dict[str, str] = field(default_factory=dict)

    def _path(self, walked: Path, real: Path, argument: Path) -> str:
        """Path inside the source: relative to the argument, or the real path where there is no named source."""
        if self.source is None:
            return _posix(real).lstrip("/")
        return _posix(walked.relative_to(argument) if walked != argument else Path(walked.resolve().name))

    def refusal(self, walked: Path, argument: Path, message: str, skipped: bool = False) -> Refusal:
        # a link is refused by its own name, not by that of what it leads to
        real = _real(walked.parent) / walked.name if os.path.islink(walked) else _real(walked)  # noqa: PTH114 - never raises
        path = self._path(walked, real, argument)
        return Refusal(self.source or BY_HAND, path, _posix(walked), message, skipped)

    def folder(self, walked: Path, argument: Path, depth: int = 0) -> Iterator[Arrival | Refusal]:
        """All that a folder and the folders in it hold, sorted by name."""
        if depth > MAX_DEPTH:
            message = f"folder lies more than {MAX_DEPTH} folders deep; give it as a PATH of its own"
            yield self.refusal(walked, argument, message)
            return
        try:
            status = walked.stat()
            # A folder reached again, by a link or a second argument, holds nothing new.
            if (status.st_dev, status.st_ino) in self.folders:
                if walked.is_symlink() and _real(walked) in (above := _real(walked.parent), *above.parents):
                    message = "is a link to a folder that it lies in, so it is not followed; remove it"
                    yield self.refusal(walked, argument, message, skipped=True)
                return
            self.folders.add((status.st_dev, status.st_ino))
            listed = sorted(os.scandir(walked), key=lambda entry: entry.name)
        except OSError as error:
            yield self.refusal(walked, argument, f"folder cannot be listed ({reason(error)}); allow it, then run again")
            return
        visible = [entry for entry in listed if not entry.name.startswith(".")]
        beside = _Beside(entry.name for entry in visible)
        real, shown = _within(_real(walked)), _within(walked)
        inside = real.lstrip("/") if self.source is None else _within(walked.relative_to(argument))
        for entry in visible:
            name = entry.name
            # Nothing is asked of the system about an ordinary file, and no path is made: that would take longer than
            # to read and hash it.
            if entry.is_file(follow_symlinks=False) and _suffix(name) in SUFFIXES and not self.by_hand:
                yield from self.file(real + name, shown + name, inside + name, beside.sidecars)
            else:
                yield from self.entry(walked / name, argument, beside, depth)

    def entry(self, walked: Path, argument: Path, beside: "_Beside", depth: int = 0) -> Iterator[Arrival | Refusal]:
        """One name in a folder, `beside` being all that lie there."""
        try:
            mode = walked.stat().st_mode
        except OSError as error:
            message = f"cannot be read ({reason(error)}); allow reading it, then run again"
            if walked.is_symlink():
                message = "is a link that leads nowhere; mend or remove it"
            yield self.refusal(walked, argument, message)
            return
        if stat.S_ISDIR(mode):
            yield from self.folder(walked, argument, depth + 1)
        elif walked.name.endswith(_META):
            if walked.name.removesuffix(_META) not in beside.documents:
                yield self.refusal(
                    walked,
                    argument,
                    "sidecar without a document beside it; name it like the document, a.txt and a.meta.json",
                    skipped=True,
                )
        elif not stat.S_ISREG(mode):
            yield self.refusal(walked, argument, "is no regular file, so it is not read", skipped=True)
        elif self.by_hand and _real(walked) in self.by_hand:
            return  # offered where it is given by hand, whatever its suffix
        elif walked.suffix.lower() not in SUFFIXES:
            suffix = f"format {mend_surrogates(walked.suffix)!r}" if walked.suffix else "file without a suffix"
            known = " ".join(sorted(SUFFIXES))
            yield self.refusal(walked, argument, f"{suffix} is not read; known formats: {known}", skipped=True)
        else:
            yield from self.given(walked, argument, beside.sidecars)

    def given(
        self, walked: Path, argument: Path, sidecars: Collection[str] | None = None
    ) -> Iterator[Arrival | Refusal]:
        """One file by its path; `sidecars` are those that lie beside it, if they are known."""
        real = _real(walked)
        yield from self.file(str(real), str(walked), self._path(walked, real, argument), sidecars)

    def file(self, real: str, walked: str, path: str, sidecars: Collection[str] | None) -> Iterator[Arrival | Refusal]:
        """One file with its sidecar, which is among `sidecars` if those are known, unless it was offered already.

        `real` is its path without links, `walked` the one by which it was met, `path` the one inside the source.
        """
        if real in self.files:
            return
        self.files.add(real)
        path, shown, source = mend_surrogates(path), mend_surrogates(walked), self.source or BY_HAND
        if path in self.taken:
            message = f"has the path {path!r} inside source {source!r}, as {self.taken[path]} has"
            own = _posix(real).lstrip("/")
            yield Refusal(source, own, shown, f"{message}; ingest the folders as two sources", skipped=False)
            return
        self.taken[path] = shown
        sidecar = None
        # in most folders none lies
        if sidecars is None or sidecars:
            try:
                beside = _sidecar_of(Path(walked), sidecars)
                sidecar = read_sidecar(beside) if beside else None
            except SourceError as error:
                yield Refusal(source, path, shown, str(error), skipped=False)
                return
        yield Arrival(source, path, real, shown, sidecar)


def _within(folder: Path) -> str:
    """What stands before the names of what lies in a folder."""
    path = str(folder)
    return "" if path == "." else path if path.endswith("/") else f"{path}/"


def _real(path: Path) -> Path:
    """The absolute path without links; of a loop of links, the path as it stands."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _sidecar_of(document: Path, names: Collection[str] | None) -> Path | None:
    """The sidecar beside a document: a.txt.meta.json, else a.meta.json. `names` are those in the folder, if known."""
    for name in (f"{document.name}{_META}", f"{document.stem}{_META}"):
        if name in names if names is not None else os.path.lexists(document.with_name(name)):
            return document.with_name(name)
    return None


def _checked(given: Path) -> os.stat_result:
    try:
        return given.stat()
    except FileNotFoundError:
        raise BadArgumentError(f"{_posix(given)}: no such file or folder; check how it is spelled") from None
    except OSError as error:
        raise BadArgumentError(f"{_posix(given)}: cannot be read ({reason(error)})") from None


def discover(paths: Sequence[Path], source: str | None = None) -> Iterator[Arrival | Refusal]:
    """What files and folders offer: arguments in their order, folders sorted by name, each file once.

    Names that begin with a dot are left out, except where given by hand; so is the test of the suffix. Without a
    `source` the documents belong to the source 'files' and are known by their real paths; with one, by their paths
    relative to the argument that they lie under.
    Raises BadArgumentError, before anything is offered, where a path does not exist.
    """
    statuses = [(Path(given), _checked(Path(given))) for given in paths]
    by_hand = frozenset(_real(given) for given, status in statuses if not stat.S_ISDIR(status.st_mode))
    return _offered(statuses, _Walk(source, by_hand))


def _offered(statuses: Sequence[tuple[Path, os.stat_result]], walk: _Walk) -> Iterator[Arrival | Refusal]:
    for given, status in statuses:
        if stat.S_ISDIR(status.st_mode):
            yield from walk.folder(given, given)
        elif given.name.endswith(_META):
            # A shell's `*` names sidecars too; their documents take them along.
            yield from walk.entry(given, given, _Beside(_names_beside(given)))
        elif not stat.S_ISREG(status.st_mode):
            yield walk.refusal(given, given, "is no regular file; give a file with the document's bytes")
        else:
            yield from walk.given(given, given)


def _names_beside(path: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(path.parent))
    except OSError:
        return []
