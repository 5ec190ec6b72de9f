"""Whether all is well, for `communique status`: what is looked at, and what of it is a reason to get up at night."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from schemas.source import Source, next_run

if TYPE_CHECKING:
    from flows.settings import Settings
    from schemas.run import Run, SourceOutcome
    from warehouse.store import Store

_HELD_TOO_LONG = dt.timedelta(hours=6)
_LATE = dt.timedelta(hours=2)
"""How much later than due a source may be before it counts as overdue: runs wait for each other."""

_LOOK_BACK = 500
"""Newest runs that are looked through for each source's last one."""

_NAMED = 5


class Level(StrEnum):
    """How bad a finding is. Only what is bad makes `communique status` end with status 1."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the screen."""

    name: str
    level: Level
    text: str


def ago(then: dt.datetime, now: dt.datetime) -> str:
    """An age in words: '3 h ago'."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"


def findings(settings: "Settings", now: dt.datetime) -> tuple[Finding, ...]:
    """All that is looked at, in the order of the screen. What cannot be looked at is a bad finding, never an error."""
    from flows.errors import exit_status_of
    from warehouse.store import Store

    store = Store(settings.data)
    looks: tuple[tuple[str, Callable[[Settings, Store, dt.datetime], Iterator[Finding]]], ...] = (
        ("last run", _runs),
        ("publication", _publication),
        ("checks", _checks),
        ("sources", _sources),
        ("rejects", _rejects),
        ("service", _service),
        ("writer", _writer),
        ("disk", _disk),
    )
    found: list[Finding] = []
    for name, look in looks:
        try:
            found += look(settings, store, now)
        except Exception as error:
            if exit_status_of(error) is None and not isinstance(error, OSError):
                raise
            found.append(Finding(name, Level.BAD, " ".join(str(error).split())))
    return tuple(found)


def is_good(run: "Run") -> bool:
    """Whether a run did what it was for: no source failed as a whole. Single documents may have."""
    return not any(outcome.error for outcome in run.sources)


def _runs(_settings: "Settings", store: "Store", now: dt.datetime) -> Iterator[Finding]:
    from warehouse import api

    newest = api.newest_runs(store, _LOOK_BACK)
    if not newest:
        yield Finding("last run", Level.BAD, "never; begin with: communique ingest PATH")
        return
    last = newest[0]
    failed = f", {last.counts.documents_failed} documents failed" if last.counts.documents_failed else ""
    told = f"{ago(last.known_at, now)}, {last.run_id} ({last.command} {last.arguments})".replace(" )", ")")
    yield Finding("last run", Level.OK if is_good(last) else Level.NOTE, told + failed)
    good = next((run for run in newest if is_good(run)), None)
    if good is None:
        yield Finding("last good run", Level.BAD, f"none of the newest {len(newest)}; see communique runs")
    elif good is not last:
        yield Finding("last good run", Level.NOTE, f"{ago(good.known_at, now)}, {good.run_id}")


def _publication(_settings: "Settings", store: "Store", now: dt.datetime) -> Iterator[Finding]:
    if not store.link.is_symlink():
        yield Finding("publication", Level.BAD, "nothing is published yet")
        return
    from warehouse import api

    published = api.publication(store)
    at = published.published_at.replace(tzinfo=dt.UTC)
    yield Finding("publication", Level.OK, f"{ago(at, now)}, version {published.version}")


def _checks(_settings: "Settings", store: "Store", _now: dt.datetime) -> Iterator[Finding]:
    if not store.working.exists():
        if any(store.journal.glob("*.gz")):
            yield Finding("checks", Level.BAD, "working.duckdb is missing; run: communique rebuild")
        return
    from warehouse import api
    from warehouse.errors import LockTimeoutError

    try:
        results = api.stored_results(store, timeout=0)
    except LockTimeoutError:
        yield Finding("checks", Level.NOTE, "not looked at: a run is writing")
        return
    failed = [result for result in results if result.failed]
    warned = sum(1 for result in results if result.n_rows and not result.failed)
    if failed:
        names = ", ".join(f"{result.name} ({result.n_rows} rows)" for result in failed)
        yield Finding("checks", Level.BAD, f"{names}: nothing is published until they hold; see communique check")
    else:
        yield Finding("checks", Level.OK, f"{len(results)} hold, {warned} warn")


def _sources(settings: "Settings", store: "Store", now: dt.datetime) -> Iterator[Finding]:
    from sources.catalogue import load_catalogue
    from warehouse import api

    enabled = load_catalogue(settings.sources).enabled
    if not enabled:
        yield Finding("sources", Level.NOTE, f"none is enabled in {settings.sources}")
        return
    newest: dict[str, SourceOutcome] = {}
    for run in api.newest_runs(store, _LOOK_BACK):
        for outcome in run.sources:
            if outcome.whole:
                newest.setdefault(outcome.source, outcome)
    failing = [f"{s.name} ({newest[s.name].error})" for s in enabled if s.name in newest and newest[s.name].error]
    drifting = [f"{s.name} ({newest[s.name].drift})" for s in enabled if s.name in newest and newest[s.name].drift]
    overdue = [told for source in enabled if (told := _overdue(source, newest.get(source.name), now))]
    never = [source.name for source in enabled if source.name not in newest]
    for name, level, those in (
        ("failing", Level.BAD, failing),
        ("overdue", Level.BAD, overdue),
        ("drifting", Level.BAD, drifting),
        ("never run", Level.NOTE, never),
    ):
        if those:
            yield Finding(f"sources {name}", level, _list(those))
    if not (failing or drifting or overdue or never):
        yield Finding("sources", Level.OK, f"{len(enabled)} followed, none failing, drifting or overdue")


def _overdue(source: Source, last: "SourceOutcome | None", now: dt.datetime) -> str | None:
    if last is None:
        return None
    due = next_run(source.cadence, last.started_at)
    return f"{source.name} (due {ago(due, now)})" if now > due + _LATE else None


def _list(those: Sequence[str]) -> str:
    more = f" and {len(those) - _NAMED} more" if len(those) > _NAMED else ""
    return ", ".join(those[:_NAMED]) + more


def _rejects(_settings: "Settings", store: "Store", _now: dt.datetime) -> Iterator[Finding]:
    from warehouse import api

    stages: dict[str, int] = {}
    if store.link.is_symlink():
        for stage, n in api.run_sql(store, "SELECT stage, count(*) FROM reject GROUP BY ALL ORDER BY 1").rows:
            stages[str(stage)] = int(n)
    else:
        for one in api.standing_rejects(store):
            stages[one.reject.stage.value] = stages.get(one.reject.stage.value, 0) + 1
    if not stages:
        yield Finding("rejects", Level.OK, "none")
        return
    told = ", ".join(f"{n} of stage {stage}" for stage, n in sorted(stages.items()))
    yield Finding("rejects", Level.NOTE, f"{told}; see communique rejects")


def _service(settings: "Settings", _store: "Store", _now: dt.datetime) -> Iterator[Finding]:
    from flows.serve import home_of, who_serves

    serving = who_serves(settings)
    if serving is not None and serving.alive:
        yield Finding("service", Level.OK, f"process {serving.pid} since {serving.since}, {serving.url}")
    elif home_of(settings).exists():
        yield Finding("service", Level.BAD, "communique serve ran here and does not run now; start it again")
    else:
        yield Finding(
            "service", Level.NOTE, "communique serve never ran here, so nothing runs on a schedule of its own"
        )


def _writer(_settings: "Settings", store: "Store", now: dt.datetime) -> Iterator[Finding]:
    from warehouse.lock import holder

    held = holder(store)
    if held is None:
        yield Finding("writer", Level.OK, "nobody holds the lock")
        return
    long = now - held.since > _HELD_TOO_LONG
    yield Finding("writer", Level.BAD if long else Level.NOTE, f"{held} holds the lock")


def _disk(settings: "Settings", store: "Store", _now: dt.datetime) -> Iterator[Finding]:
    place = store.root
    while not place.exists():
        place = place.parent
    usage = shutil.disk_usage(place)
    free = usage.free / 1e9
    level = Level.BAD if free < settings.disk_gb else Level.OK
    yield Finding("disk", level, f"{free:,.1f} GB free of {usage.total / 1e9:,.1f} at {store.root}")
