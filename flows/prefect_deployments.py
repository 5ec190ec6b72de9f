"""Deployments made from sources.toml: one an enabled source, with its cadence; those of other names go."""

import datetime as dt
from typing import TYPE_CHECKING

from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval, Schedule

from schemas.source import every_seconds

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient
    from prefect.runner import Runner

    from schemas.source import Source

FLOW = "follow"
"""Name of the flow that all deployments run."""

ENTRYPOINT = "flows/prefect_follow.py:follow_flow"

_ANCHOR = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
"""What periods count from, so that a restart does not shift them."""


def schedule_of(cadence: str) -> Schedule:
    """The schedule of a cadence of sources.toml, in UTC."""
    seconds = every_seconds(cadence)
    if seconds is not None:
        return Interval(dt.timedelta(seconds=seconds), anchor_date=_ANCHOR, timezone="UTC")
    return Cron(cadence, timezone="UTC")


async def deployment_of(source: "Source") -> RunnerDeployment:
    """The deployment of a source. A run that is due while the last one goes on is left out."""
    from flows.prefect_follow import follow_flow

    made = await follow_flow.ato_deployment(
        name=source.name,
        description=f"Follow {source.name} ({source.kind.value}, {source.publisher}), {source.cadence} UTC.",
        parameters={"source": source.name},
        schedule=schedule_of(source.cadence),
        tags=["communique", source.kind.value],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
    )
    made.entrypoint = ENTRYPOINT  # by path from the checkout, where the worker runs
    return made


async def deploy(runner: "Runner", client: "PrefectClient", sources: "tuple[Source, ...]") -> "dict[str, UUID]":
    """Make the server's deployments those of these sources; gives their ids by name."""
    wanted = {source.name for source in sources}
    there = await client.read_deployments(flow_filter=FlowFilter(name=FlowFilterName(any_=[FLOW])), limit=200)
    for old in there:
        if old.name not in wanted:
            await client.delete_deployment(old.id)
    return {source.name: await runner.aadd_deployment(await deployment_of(source)) for source in sources}
