"""Failpoints: places where a test lets the process die as if it were killed, to show that nothing half-done stays."""

import os

VARIABLE = "COMMUNIQUE_FAILPOINT"

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
    """Die here, at once and without any cleaning up, if COMMUNIQUE_FAILPOINT is this name."""
    if os.environ.get(VARIABLE) == name:
        os._exit(137)
