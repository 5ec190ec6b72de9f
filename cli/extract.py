"""communique extract: what documents say, without a warehouse."""

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table

from cli.console import ExtractorOption, LexiconOption, counted, fail, guarded, out, printable, say, settings_of, tell

if TYPE_CHECKING:
    from flows.extract import Extracted


KINDS = ("agreements", "aid", "goals", "official_training")


def _targets(found: "list[Extracted]") -> list[PurePosixPath]:
    """Where each input's output goes: its path with .json; inputs that would meet keep their whole names."""
    plain = [one.relative.with_suffix(".json") for one in found]
    return [
        path if plain.count(path) == 1 else one.relative.with_name(one.relative.name + ".json")
        for one, path in zip(found, plain, strict=True)
    ]


def _clash(found: "list[Extracted]", targets: list[PurePosixPath]) -> str | None:
    """A line on two inputs that would still be written to one file, None where there are none."""
    taken: dict[PurePosixPath, str] = {}
    for one, target in zip(found, targets, strict=True):
        if target in taken:
            return f"{taken[target]} and {one.shown} would both become {target}; extract them into two folders"
        taken[target] = one.shown
    return None


def _sides(record: dict[str, Any]) -> str:
    if "course" in record:
        return str(record["country"])
    names = record.get("parties") or record.get("holders")
    if names:
        return "; ".join(p["name"] for p in names)
    return " → ".join("; ".join(p["name"] for p in record[side]) for side in ("donors", "recipients"))


def _what(record: dict[str, Any]) -> str:
    if "instrument" in record:
        return " ".join(str(record[k]) for k in ("instrument", "stage", "date") if record[k]).replace("_", " ")
    if "statement" in record:
        return str(record["statement"]) + (f" (by {record['horizon']})" if record["horizon"] else "")
    if "course" in record:
        return _training(record)
    value = f"{record['amount']:,} {record['currency']} " if record["amount"] is not None else ""
    items = ", ".join(dict.fromkeys(i["modality"].replace("_", " ") for i in record["items"]))
    return f"{value}{items} ({record['terms']}, {record['stage']})"


def _training(record: dict[str, Any]) -> str:
    days = "–".join(str(record[day]) for day in ("start_on", "end_on") if record[day])
    cost = f"{record['cost_usd']:,} USD" if record["cost_usd"] is not None else None
    parts = (record["programme"], record["course"], record["quantity"], record["place"], days, cost)
    return ", ".join(str(part) for part in parts if part not in (None, ""))


def _table(shown: str, data: dict[str, Any]) -> None:
    rows = [(kind, _sides(record), _what(record)) for kind in KINDS for record in data[kind]]
    if not rows:
        tell(f"{shown}: nothing to code")
        return
    table = Table(title=printable(shown), title_justify="left", show_lines=True)
    for name in ("kind", "who", "what"):
        table.add_column(name, overflow="fold", no_wrap=name == "kind")
    for row in rows:
        table.add_row(*(printable(cell) for cell in row))
    out.print(table)


def extract(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Files and folders.")],
    form: Annotated[Literal["json", "table"], typer.Option("--format", help="How to print.")] = "json",
    extractor: ExtractorOption = None,
    lexicon: LexiconOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="Write one JSON file an input under DIR.")
    ] = None,
) -> None:
    """Print what documents say, without a warehouse.

    Several inputs without --output are printed as one JSON object a line.

    Example: communique extract samples --format table
    """

    def work() -> int:
        from flows.extract import extract_paths
        from schemas.export import exported

        found = list(extract_paths(paths, settings_of(None, extractor, lexicon).extractor))
        status = 0
        done: list[tuple[Extracted, dict[str, Any]]] = []
        for one in found:
            if one.message:
                say(one.message)
                status = status if one.skipped else 1
            if one.outcome is not None and one.outcome.document is not None:
                for warning in one.outcome.document.warnings:
                    say(f"warning: {one.shown}: {warning}")
                done.append((one, exported(one.outcome.document, one.outcome.records)))
        if output is not None:
            return _write(output, done) or status
        for one, data in done:
            if form == "table":
                _table(one.shown, data)
            else:
                print(json.dumps(data, ensure_ascii=False, indent=1 if len(done) == 1 else None))
        return status

    def _write(folder: Path, done: "list[tuple[Extracted, dict[str, Any]]]") -> int:
        found = [one for one, _ in done]
        targets = _targets(found)
        if clash := _clash(found, targets):
            fail(clash, 2)
        for target, (_, data) in zip(targets, done, strict=True):
            path = folder / target
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            except OSError as error:
                fail(f"{path}: cannot be written ({error.strerror}); give another --output", 1)
        tell(f"{counted(len(done), 'file')} written under {folder}")
        return 0

    guarded(work)
