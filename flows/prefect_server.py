"""Prefect's server in this process, on an embedded SQLite; `communique serve` starts it with its settings in the
environment.

python -m flows.prefect_server HOST PORT PARENT
"""

import sys

import uvicorn

from flows.processes import die_with_parent


def main(host: str, port: int, parent: int) -> None:
    """Serve until killed, or until the process `parent` ends."""
    die_with_parent(parent)
    from prefect.server.api.server import create_app

    uvicorn.run(create_app(final=True), host=host, port=port, log_level="error", lifespan="on", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
