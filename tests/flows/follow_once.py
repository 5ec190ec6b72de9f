"""One run over the sources of a sources.toml with the tests' extractor, in a process of its own."""

import sys
from pathlib import Path

from flows.follow import ingest_sources
from flows.settings import load_settings
from tests.flows.extractors import Plans


def main(folder: Path, data: Path) -> int:
    report = ingest_sources((), load_settings(data=data, sources=folder / "sources.toml"), extractor=Plans())
    return report.exit_status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
