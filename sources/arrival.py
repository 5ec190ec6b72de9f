"""Arrivals: files offered to a run, with what their sidecars say. Refusals: what cannot be offered, with the reason."""

import json
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from schemas import ids
from schemas.base import mend_surrogates
from schemas.document import Sidecar

MAX_BYTES = 256 * 1024 * 1024
"""A larger file is refused before it is read, so that one file cannot fill the memory."""

MAX_SIDECAR_BYTES = 1024 * 1024
_AT_ONCE = 64 * 1024 * 1024


class SourceError(Exception):
    """A file or sidecar cannot be used; the message is one line without the file's path."""


class BadArgumentError(Exception):
    """A path given by hand cannot be ingested at all; the message is one line and names it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was met and is not offered.

    `skipped` where it was left aside as it is no document (no known format), else it failed and somebody should look.
    `message` is one line without the path; `shown` is the path for people.
    """

    source: str
    path: str
    shown: str
    message: str
    skipped: bool
    url: str | None = None

    @property
    def document_id(self) -> str:
        """Id under which the reason is kept: of the address where there is one, else of the source and path."""
        return ids.document_id(self.source, self.path, self.url)


@dataclass(frozen=True)
class Arrival:
    """One file that is offered. Its bytes are read when asked for.

    `path` is its path inside the source, `origin` the real absolute path as the system has it, `shown` the path for
    people, `sidecar` what its sidecar says, as given (JSON values) and already checked.
    """

    source: str
    path: str
    origin: str
    shown: str
    sidecar: dict[str, Any] | None = None

    @cached_property
    def document_id(self) -> str:
        """Id of the document: of the URL that the sidecar gives, else of the source and path."""
        url = (self.sidecar or {}).get("url")
        return ids.document_id(self.source, self.path, url)

    @property
    def media_hint(self) -> str:
        """The file's suffix in lower case with its dot, or ''."""
        return Path(self.path).suffix.lower()

    def version_id(self, content_sha256: str) -> str:
        """Id of the version with these bytes and this sidecar."""
        return ids.version_id(self.document_id, content_sha256, self.sidecar)

    def read(self) -> bytes:
        """The file's bytes, all of them. Raises SourceError where they cannot be had."""
        return read_regular(self.origin, MAX_BYTES)


def reason(error: OSError) -> str:
    """What the system says, in words and without the path: 'Permission denied'."""
    return error.strerror or type(error).__name__


def read_regular(path: str | Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    Opened without blocking and looked at after opening, so that a pipe put in the file's place cannot hang the run.
    Raises SourceError.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise SourceError("is no regular file; give a file with the document's bytes")
            content = _read(descriptor, status.st_size, limit)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise SourceError("vanished before it was read; run again if it should be there") from None
    except PermissionError:
        raise SourceError("may not be read (Permission denied); allow reading it, then run again") from None
    except OSError as error:
        raise SourceError(f"cannot be read ({reason(error)})") from None
    if len(content) > limit:
        raise SourceError(f"is larger than {limit // 1024 // 1024} MB; split it into documents")
    return content


def _read(descriptor: int, size: int, limit: int) -> bytes:
    """The bytes of a file up to one more than `limit`; `size` is what it is said to have. Raises OSError.

    Straight from the system: a buffered file takes longer to make than a page to read.
    """
    content = os.read(descriptor, min(size, limit, _AT_ONCE) + 1)
    if len(content) == size:
        return content
    pieces, have = [content], len(content)
    while have <= limit and (piece := os.read(descriptor, min(limit + 1 - have, _AT_ONCE))):
        pieces.append(piece)
        have += len(piece)
    return b"".join(pieces)


def _mended(value: Any) -> Any:
    """JSON values with lone surrogates replaced, so that they can be written as UTF-8."""
    if isinstance(value, str):
        return mend_surrogates(value)
    if isinstance(value, dict):
        return {mend_surrogates(key): _mended(item) for key, item in value.items()}
    return [_mended(item) for item in value] if isinstance(value, list) else value


def sidecar_model(values: dict[str, Any]) -> Sidecar:
    """The sidecar of checked JSON values. Raises pydantic's ValidationError."""
    return Sidecar.model_validate_json(json.dumps(values), strict=True)


def _fault(error: ValidationError) -> str:
    """The first fault of a sidecar with its key."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"unknown key {key!r}; known are {', '.join(Sidecar.model_fields)}"
    return f"{key}: {' '.join(str(fault['msg']).split())}"


def read_sidecar(path: Path) -> dict[str, Any]:
    """What a sidecar says, as given, once it is known to be right.

    Raises SourceError with one line that names the sidecar's file and the key that is wrong.
    """
    name = mend_surrogates(path.name)
    try:
        values = json.loads(read_regular(path, MAX_SIDECAR_BYTES).decode("utf-8-sig"))
    except SourceError as error:
        raise SourceError(f"its sidecar {name} {error}") from None
    except UnicodeDecodeError:
        raise SourceError(f"sidecar {name} is not UTF-8; save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise SourceError(f"sidecar {name} is not JSON ({error.msg}, line {error.lineno})") from None
    except (RecursionError, ValueError) as error:
        raise SourceError(f"sidecar {name} is not usable JSON ({type(error).__name__})") from None
    if not isinstance(values, dict):
        raise SourceError(f"sidecar {name} must be a JSON object with keys such as url and published_on")
    mended: dict[str, Any] = _mended(values)
    try:
        sidecar = sidecar_model(mended)
    except ValidationError as error:
        raise SourceError(f"sidecar {name}: {_fault(error)}") from None
    if sidecar.url is not None:
        try:
            ids.canonical_url(sidecar.url)
        except ValueError as error:
            raise SourceError(f"sidecar {name}: url: {' '.join(str(error).split())}") from None
    return mended
