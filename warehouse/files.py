"""Files that are whole or not there, and that the disk keeps."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from warehouse.errors import WarehouseError


def sync(path: Path) -> None:
    """Have the disk keep a file's content, or a folder's entries. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each known to the disk. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


def move(source: Path, target: Path) -> None:
    """Move a synced file or folder to its place at once, and have the disk keep that. Raises OSError."""
    source.replace(target)
    sync(target.parent)


def full(what: str) -> WarehouseError:
    """The error of a full disk."""
    return WarehouseError(f"no room left on the disk for {what}; make room and run again, nothing was half-written")


def is_full(error: OSError) -> bool:
    """Whether the disk, the quota or the largest size of a file is reached."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def writing(what: Path) -> Iterator[None]:
    """Turn the OSErrors of a block that writes `what` into WarehouseErrors of one line."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise full(str(what)) from None
        reason = error.strerror or type(error).__name__
        raise WarehouseError(
            f"cannot write {what} ({reason}); allow writing there, or set --data or COMMUNIQUE_DATA to another folder"
        ) from None
