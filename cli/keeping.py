"""communique backup, restore and purge: what is kept, and what must go."""

from pathlib import Path
from typing import Annotated

import typer

from cli.console import DataOption, fail, guarded, out, say, settings_of, waiting


def _size(n: int) -> str:
    return f"{n / 2**20:,.1f} MB"


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the backup, on another disk.")],
    data: DataOption = None,
) -> None:
    """Copy archive, journal, tombstones and sources.toml into a folder; again into the same one copies what is new.

    Example: communique backup /mnt/backup/communique
    """

    def work() -> int:
        from flows.backup import backup as run
        from flows.pipeline import store_of

        settings = settings_of(data)
        done = run(store_of(settings), folder, settings.sources, on_wait=waiting)
        out.print(f"{done.files} files of {_size(done.size)} backed up, {done.copied} of them new.")
        out.print(f"Try it: communique restore {folder} --data DIR", markup=False)
        return 0

    guarded(work)


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the backup.")],
    data: DataOption = None,
) -> None:
    """Bring a backup into an empty data folder and make the warehouse and its publication anew.

    Example: communique restore /mnt/backup/communique
    """

    def work() -> int:
        from flows.backup import restore as run
        from flows.pipeline import store_of

        settings = settings_of(data)
        done = run(folder, store_of(settings), settings.sources, on_wait=waiting)
        out.print(f"{done.files} files checked and restored, {done.runs} runs loaded. Ask: communique check")
        if done.sources:
            out.print(f"What is followed stands in {done.sources}.", markup=False)
        if done.failed_checks:
            say(f"{done.failed_checks} checks failed, so nothing was published; see communique check")
        return 1 if done.failed_checks else 0

    guarded(work)


def purge(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its id, address, or path inside its source.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it has to go; the tombstone keeps it.")],
    copies: Annotated[bool, typer.Option("--copies", help="Purge other documents with the same text as well.")] = False,
    data: DataOption = None,
) -> None:
    """Take a text out of archive, journal, warehouse and all published versions, for good.

    A tombstone stays that says so and keeps it from coming back. Backups hold it until `communique backup` writes to
    them again.

    Example: communique purge doc_0123456789abcdef0123 --reason "court order 12/2026"
    """

    def work() -> int:
        from flows.pipeline import store_of
        from flows.purge import purge as run

        if not reason.strip():
            fail("--reason is empty; say why the text has to go: the tombstone keeps it", 2)
        done = run(store_of(settings_of(data)), document, reason, copies=copies, on_wait=waiting)
        for burial in done.burials:
            out.print(f"{burial.document_id} ({burial.source}: {burial.path}) is purged.", markup=False)
        out.print(f"{done.archive_items} items left the archive; the warehouse and all publications are made anew.")
        for other in done.near:
            say(f"{other} tells nearly the same text and stays; purge it as well if it has to go")
        for check in done.recovery.failed_checks:
            say(f"check {check.name} found {check.n_rows} rows, so nothing new was published; see communique check")
        out.print("Now renew the backups: communique backup DIR")
        return 1 if done.recovery.failed_checks else 0

    guarded(work)
