"""Failpoints: places where a test lets the process die as if it were killed, to show that nothing half-done stays."""

import os

VARIABLE = "COMMUNIQUE_FAILPOINT"
LOG = "COMMUNIQUE_FAILPOINT_LOG"

WAREHOUSE_FAILPOINTS = (
    "journal.begun",
    "journal.written",
    "load.staged",
    "load.folded",
    "journal.sealed",
    "load.committed",
    "publish.begun",
    "publish.built",
    "publish.moved",
    "publish.linked",
)
"""Those of the warehouse, in the order in which a run passes them; other rooms name their own stages."""

PURGE_FAILPOINTS = (
    "purge.buried",
    "purge.unarchived",
    "purge.file",
    "purge.told",
    "purge.published",
    "purge.republished",
)
"""Those of a purge, in the order in which it passes them."""


def failpoint(name: str) -> None:
    """Die here, at once and without any cleaning up, if COMMUNIQUE_FAILPOINT is this name.

    If COMMUNIQUE_FAILPOINT_LOG names a file, the name is written there, so that a test can tell where its kill hit.
    """
    if log := os.environ.get(LOG):
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123 - nothing of pathlib needs to be loaded for it
            file.write(name + "\n")
    if os.environ.get(VARIABLE) == name:
        os._exit(137)
