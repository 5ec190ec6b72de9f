"""One run of the pipeline with the tests' extractor, in a process of its own: data folder, then paths.

Ends with the status that the command line would end with, what is wrong on stderr.
"""

import sys
from pathlib import Path

from flows.pipeline import exit_status_of, ingest
from flows.settings import load_settings
from tests.flows.extractors import Plans


def main(data: Path, paths: list[Path]) -> int:
    try:
        report = ingest(paths, load_settings(data=data), extractor=Plans())
    except Exception as error:
        status = exit_status_of(error)
        if status is None:
            raise
        print(error, file=sys.stderr)
        return status
    print(report.run.run_id)
    return report.exit_status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]]))
