"""Where things lie under the data folder."""

from dataclasses import dataclass
from pathlib import Path

from schemas.tombstone import FOLDER


@dataclass(frozen=True, slots=True)
class Store:
    """The data folder and the paths in it. Nothing is made before something is written."""

    root: Path
    keep_versions: int = 10
    """How many published versions stay, the current one among them; at least 1."""

    @property
    def archive(self) -> Path:
        """Folder of the bytes as they came."""
        return self.root / "archive"

    @property
    def tombstones(self) -> Path:
        """Folder of the tombstones, inside the archive."""
        return self.archive / FOLDER

    @property
    def journal(self) -> Path:
        """Folder of the journal: one file a run."""
        return self.root / "journal"

    @property
    def working(self) -> Path:
        """The working file: the fold over the journal, with history. Nobody but the warehouse opens it."""
        return self.root / "working.duckdb"

    @property
    def published(self) -> Path:
        """Folder of the published versions."""
        return self.root / "published"

    @property
    def link(self) -> Path:
        """The stable name of the newest published version: a relative symbolic link."""
        return self.root / "communique.duckdb"

    @property
    def lock(self) -> Path:
        """The file whose lock a writer holds."""
        return self.root / "lock"

    @property
    def holder(self) -> Path:
        """The file that says who holds the lock."""
        return self.root / "lock.holder"

    @property
    def spill(self) -> Path:
        """Folder where DuckDB puts what does not fit into memory, while it runs."""
        return self.root / "spill"
