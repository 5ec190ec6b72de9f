"""The worker of `communique serve`: mends what a killed one left, keeps the deployments as sources.toml has them, and
runs what is due.

python -m flows.prefect_worker PARENT     with its settings in the environment
"""

import asyncio
import sys
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.runner import Runner

from flows.follow import memory_of
from flows.prefect_deployments import FLOW, deploy
from flows.prefect_ingest import aensure_limit
from flows.prefect_mend import mend
from flows.processes import die_with_parent
from flows.purge import finish_purges
from flows.settings import Settings, load_settings
from flows.work import remove_left_work
from sources.catalogue import Catalogue, CatalogueError, load_catalogue
from sources.leftovers import remove_leftovers
from warehouse import api
from warehouse.store import Store

_LOOK_S = 10
"""Seconds between two looks at sources.toml."""


def say(message: str) -> None:
    """One line for the log of whoever runs the service."""
    print(f"communique serve: {' '.join(message.split())}", flush=True)


async def work(settings: Settings) -> None:
    """Mend, deploy, and run what is due until killed. Raises CatalogueError and WarehouseError."""
    catalogue = load_catalogue(settings.sources)
    async with get_client() as client:
        await aensure_limit(client)
        if done := str(await mend(client, FLOW)):
            say(f"mended what was left: {done}")
        store = Store(settings.data, settings.keep_versions)
        await asyncio.to_thread(finish_purges, store, say)
        left = remove_left_work(store.root) + remove_leftovers(store.archive) + remove_leftovers(memory_of(store))
        if left:
            say(f"removed {left} half-written files and folders")
        recovered = await asyncio.to_thread(api.recover, store, on_wait=say)
        if recovered.run_ids or recovered.published_version:
            say(f"loaded {len(recovered.run_ids)} runs that were journaled and not loaded")
        runner = Runner(name="communique", limit=settings.serve_runs, pause_on_shutdown=False)
        ids = await deploy(runner, client, catalogue.enabled)
        say(f"following {len(ids)} of {len(catalogue.sources)} sources: {', '.join(sorted(ids)) or 'none is enabled'}")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_watch(settings.sources, runner, catalogue))
            tasks.create_task(runner.start())


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


async def _watch(path: Path, runner: Runner, catalogue: Catalogue) -> None:
    """Deploy anew when sources.toml was changed and holds; else tell its fault once and go on as before."""
    seen = _content(path)
    while True:
        await asyncio.sleep(_LOOK_S)
        content = _content(path)
        if content == seen:
            continue
        seen = content
        try:
            catalogue = load_catalogue(path)
        except CatalogueError as error:
            say(f"{error}; the sources stay as they were")
            continue
        async with get_client() as client:
            ids = await deploy(runner, client, catalogue.enabled)
        say(f"{path.name} changed; following {', '.join(sorted(ids)) or 'nothing'}")


def main(parent: int) -> int:
    """Work until killed, or until the process `parent` ends; an error that people can mend is one line."""
    die_with_parent(parent)
    from flows.errors import exit_status_of

    try:
        asyncio.run(work(load_settings()))
    except Exception as error:
        status = exit_status_of(error)
        if status is None:
            raise
        say(str(error))
        return status
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
