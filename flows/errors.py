"""What can go wrong in a run. Every message is one line for the person who started it."""


class SettingsError(Exception):
    """A setting cannot be used; the line names its variable or option."""


class ExtractError(Exception):
    """A file cannot be extracted; the line names it."""


class SpoolError(Exception):
    """Outcomes cannot be put aside between reading and loading."""


class PurgeError(Exception):
    """A document cannot be purged; the line names it."""


class BackupError(Exception):
    """A backup cannot be made or restored; the line names the file."""


class PrefectError(Exception):
    """A run through Prefect cannot begin: no server answers, or none could be started."""


def exit_status_of(error: BaseException) -> int | None:
    """Exit status for an error whose message is meant for people: 2 for bad usage, 1 for a run that could not be done.

    None for any other: a fault of communique, to be shown as one.
    """
    from extraction.extractor import ExtractorError
    from sources.archive import ArchiveError
    from sources.arrival import BadArgumentError
    from sources.catalogue import CatalogueError
    from warehouse.errors import WarehouseError

    if isinstance(error, BadArgumentError | CatalogueError | ExtractorError | SettingsError):
        return 2
    if isinstance(
        error, ArchiveError | WarehouseError | ExtractError | SpoolError | PrefectError | PurgeError | BackupError
    ):
        return 1
    return None
