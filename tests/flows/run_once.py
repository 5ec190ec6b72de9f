"""One run of the pipeline with the tests' extractor, in a process that can be killed: data folder, then paths."""

import sys
from pathlib import Path

from flows.pipeline import ingest
from flows.settings import load_settings
from tests.flows.extractors import Plans

if __name__ == "__main__":
    report = ingest([Path(path) for path in sys.argv[2:]], load_settings(data=Path(sys.argv[1])), extractor=Plans())
    print(report.run.run_id)
