"""What a killed server and worker left in Prefect's database, mended before anything runs.

Flow runs that were under way stay Running for ever: each is marked as crashed, and its work is done by a new run. Runs
that came due meanwhile become one. Slots that were held are freed.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Crashed, Scheduled

_UNDER_WAY = [StateType.RUNNING, StateType.PENDING, StateType.PAUSED]
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Mended:
    """Runs whose work a new run does, runs that were missed, and slots that were freed."""

    stuck: int = 0
    missed: int = 0
    slots: int = 0

    def __str__(self) -> str:
        parts = (("runs that were cut off", self.stuck), ("missed runs", self.missed), ("held slots", self.slots))
        return ", ".join(f"{n} {name}" for name, n in parts if n)


async def mend(client: PrefectClient, flow: str) -> Mended:
    """Mend the runs of a flow; only while no worker runs. Killed in the middle of it, it can be done again."""
    now = dt.datetime.now(dt.UTC)
    stuck = await _runs(client, flow, _UNDER_WAY)
    stuck += [run for run in await _runs(client, flow, [StateType.SCHEDULED]) if run.run_count]  # it was to be retried
    late = [run for run in await _runs(client, flow, [StateType.SCHEDULED], before=now) if not run.run_count]
    # first the new runs, under keys that make them once, then the old ones' end: a kill between loses nothing
    again = await _run_again(client, [*stuck, *late])
    for run in stuck:
        await _end_tasks(client, run)
        message = "The server or worker that ran this was killed"
        await client.set_flow_run_state(run.id, Crashed(message=f"{message}; {again.get(run.id, '')}"), force=True)
    for run in late:
        message = f"Came due while nothing was running; {again.get(run.id, '')}"
        await client.set_flow_run_state(run.id, Cancelled(message=message), force=True)
    for run in await _runs(client, flow, [StateType.CANCELLING]):
        await client.set_flow_run_state(run.id, Cancelled(message="Its process is gone"), force=True)
    return Mended(len(stuck), len(late), await _free_slots(client))


async def _runs(client: PrefectClient, flow: str, states: list[StateType], before: Any = None) -> list[FlowRun]:
    found: list[FlowRun] = []
    due = FlowRunFilterNextScheduledStartTime(before_=before) if before else None
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)), next_scheduled_start_time=due
    )
    while True:
        page = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[flow])),
            flow_run_filter=wanted,
            limit=_PAGE,
            offset=len(found),
        )
        found += page
        if len(page) < _PAGE:
            return found


async def _run_again(client: PrefectClient, runs: Iterable[FlowRun]) -> dict[UUID, str]:
    """One new run for each deployment and parameters; which one takes over each old run's work, in words."""
    groups: dict[str, list[FlowRun]] = {}
    for run in runs:
        if run.deployment_id is not None:
            groups.setdefault(f"{run.deployment_id} {sorted(run.parameters.items())}", []).append(run)
    said: dict[UUID, str] = {}
    for group in groups.values():
        newest = max(group, key=lambda run: (run.expected_start_time or dt.datetime.min.replace(tzinfo=dt.UTC), run.id))
        assert newest.deployment_id is not None
        made = await client.create_flow_run_from_deployment(
            newest.deployment_id,
            parameters=newest.parameters,
            state=Scheduled(),
            tags=["mended"],
            idempotency_key=f"mend-{newest.id}",
        )
        said.update({run.id: f"run {made.name} does its work" for run in group})
    return said


async def _end_tasks(client: PrefectClient, run: FlowRun) -> None:
    tasks = await client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])),
        task_run_filter=TaskRunFilter(
            state=TaskRunFilterState(type=TaskRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING]))
        ),
        limit=_PAGE,
    )
    for task in tasks:
        await client.set_task_run_state(task.id, Crashed(message="Its process is gone"), force=True)


async def _free_slots(client: PrefectClient) -> int:
    """Set all slots free: nobody can hold one, as no worker runs, and the leases went with the old server."""
    freed = 0
    limits = await client.read_global_concurrency_limits(limit=_PAGE, offset=0)
    for limit in limits:
        if limit.active_slots:
            freed += limit.active_slots
            await client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))
    return freed
