"""What killed servers and workers leave in Prefect's database is mended, once and again, on a real server."""

import asyncio
import datetime as dt
from collections import Counter

import pytest

LONG_AGO = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.mark.slow
def test_cut_off_and_missed_runs_become_one_run_a_source_and_slots_are_freed() -> None:
    from flows.prefect_local import be_quiet, temporary_server

    be_quiet()
    from prefect.client.orchestration import PrefectClient, get_client
    from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
    from prefect.client.schemas.objects import FlowRun
    from prefect.states import Cancelling, Completed, Pending, Running, Scheduled, State

    from flows.prefect_mend import mend

    async def deployments(client: PrefectClient) -> None:
        flow = await client.create_flow_from_name("follow")
        left: dict[str, list[State[object]]] = {
            "press": [Running(), Scheduled(scheduled_time=LONG_AGO), Scheduled(scheduled_time=LONG_AGO), Completed()],
            "feed": [Scheduled(scheduled_time=LONG_AGO), Scheduled(scheduled_time=LONG_AGO)],
            "page": [Pending()],
            "quiet": [Cancelling(), Scheduled(scheduled_time=dt.datetime.now(dt.UTC) + dt.timedelta(days=1))],
        }
        for name, states in left.items():
            made = await client.create_deployment(flow, name=name, parameters={"source": name})
            for state in states:
                first = state if state.is_scheduled() else Scheduled(scheduled_time=LONG_AGO)
                run = await client.create_flow_run_from_deployment(made, state=first)
                if first is not state:
                    await client.set_flow_run_state(run.id, state, force=True)
        await client.create_global_concurrency_limit(
            GlobalConcurrencyLimitCreate(name="communique-writer", limit=1, active_slots=1)
        )

    async def state_of(client: PrefectClient) -> "Counter[tuple[str, str]]":
        runs: list[FlowRun] = await client.read_flow_runs(limit=200)
        return Counter((str(run.parameters["source"]), str(run.state_name)) for run in runs)

    async def scenario() -> None:
        async with get_client() as client:
            await deployments(client)
            done = await mend(client, "follow")
            assert (done.stuck, done.missed, done.slots) == (2, 4, 1)
            assert str(done) == "2 runs that were cut off, 4 missed runs, 1 held slots"
            once = await state_of(client)
            assert once == Counter(
                {
                    ("press", "Crashed"): 1,
                    ("press", "Cancelled"): 2,
                    ("press", "Completed"): 1,
                    ("press", "Scheduled"): 1,
                    ("feed", "Cancelled"): 2,
                    ("feed", "Scheduled"): 1,
                    ("page", "Crashed"): 1,
                    ("page", "Scheduled"): 1,
                    ("quiet", "Cancelled"): 1,
                    ("quiet", "Scheduled"): 1,
                }
            )
            # killed before the new runs began: still one for each, and nothing else is touched
            await mend(client, "follow")
            twice = await state_of(client)
            assert {name: n for (name, state), n in twice.items() if state == "Scheduled"} == dict.fromkeys(
                ("press", "feed", "page", "quiet"), 1
            )
            limit = await client.read_global_concurrency_limit_by_name("communique-writer")
            assert limit.active_slots == 0
            assert str(await mend(client, "nothing of ours")) == ""

    with temporary_server():
        asyncio.run(scenario())
