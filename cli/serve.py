"""communique serve: the schedule as a service."""

from cli.console import DataOption, guarded, say, settings_of


def serve(data: DataOption = None) -> None:
    """Follow the sources of sources.toml on their schedule, until stopped.

    Starts a Prefect server of its own, on a database in the data folder and without telemetry, and a worker; mends what
    killed ones left. COMMUNIQUE_SERVE_PORT says where its page with all runs is, COMMUNIQUE_WEBHOOK whom to tell of
    failures, COMMUNIQUE_HEARTBEAT what to call after each good run. See docs/operations.md.

    Example: communique serve
    """

    def work() -> int:
        from flows.serve import serve as run

        return run(settings_of(data), say)

    guarded(work)
