"""communique show: one record with its quotes in their paragraphs."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from cli.console import DataOption, fail, guarded, out, printable, store_of

if TYPE_CHECKING:
    from schemas.document import Document
    from schemas.records import Record

_CODED_BY = frozenset({"topics", "extractor", "extractor_version", "rules", "confidence"})
_APART = frozenset({"evidence", "record_id", "document_id"})


def _value(value: Any) -> str:
    if isinstance(value, dict):
        if set(value) == {"name", "country"}:
            return f"{value['name']} ({value['country']})"
        return ", ".join(str(v) for v in value.values() if v is not None)
    if isinstance(value, list | tuple):
        return "; ".join(map(_value, value))
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)


def _link(document: "Document") -> str:
    """Where the document stands: as the views have it."""
    return document.url or ("/" if document.source == "files" else "") + document.path


def _paragraphs(document: "Document", record: "Record") -> list[tuple[int, int]]:
    """The paragraphs that hold evidence, and of tables the rows, each once."""
    found = []
    text = document.text
    for span in record.evidence:
        apart = "\n" if any(table.start <= span.start < table.end for table in document.tables) else "\n\n"
        start = text.rfind(apart, 0, span.start) + len(apart) if apart in text[: span.start] else 0
        end = text.find(apart, span.end)
        found.append((start, end if end >= 0 else len(text)))
    return sorted(set(found))


def _marked(text: str, start: int, end: int, record: "Record") -> Text:
    """A paragraph with its evidence highlighted, and the fields that each span proves."""
    shown = Text(printable(text[start:end].strip("\r\n")))
    shift = start + len(text[start:end]) - len(text[start:end].lstrip("\r\n"))
    spans: dict[tuple[int, int], list[str]] = {}
    for span in record.evidence:
        if start <= span.start and span.end <= end:
            shown.stylize(
                "bold reverse" if span.field != "record" else "underline", span.start - shift, span.end - shift
            )
            spans.setdefault((span.start, span.end), []).append(span.field + (" (derived)" if span.derived else ""))
    for (a, b), fields in sorted(spans.items()):
        shown.append(f"\n  {', '.join(dict.fromkeys(fields))}: ", style="dim")
        shown.append(printable(" ".join(text[a:b].split())))
    return shown


def _place(document: "Document", record: "Record") -> dict[str, str]:
    """Page and section of the words that report the record, as far as the document has them."""
    from schemas.places import Places

    whole = min((span.start for span in record.evidence if span.field == "record"), default=record.evidence[0].start)
    at = Places(document).at(whole)
    label = f" (printed {at['page_label']})" if at["page_label"] else ""
    told = {"page of the file": f"{at['page']}{label}" if at["page"] else None, "section": at["section"]}
    return {name: value for name, value in told.items() if value}


def show(
    record_id: Annotated[str, typer.Argument(metavar="RECORD_ID", help="Id of a record.")],
    data: DataOption = None,
) -> None:
    """Show a record and the words that prove it, in their paragraphs.

    Example: communique show agr_1f0c9d6a7b5e4c3d2a1b
    """

    def work() -> int:
        from warehouse import api

        found = api.find_record(store_of(data), record_id)
        if found is None:
            if not api.newest_runs(store_of(data), 1):
                fail("nothing is loaded yet; run communique ingest PATH first")
            fail(
                f'no record has the id {record_id!r}; see ids with: communique sql "from v_aid" '
                "(or v_agreement, v_goal)"
            )
        table = Table(show_header=False, box=None, title=record_id, title_justify="left")
        table.add_column(style="dim", no_wrap=True)
        table.add_column(overflow="fold")
        fields = found.record.model_dump(exclude=set(_APART))
        # The kind's own fields first, who coded it last.
        for name in sorted(fields, key=lambda n: n in _CODED_BY):
            value = fields[name]
            if value not in (None, (), [], ""):
                table.add_row(name, Text(printable(_value(value))))
        document = found.document
        for name, value in (("document", document.title or document.path), ("published", document.published_on)):
            if value is not None:
                table.add_row(name, Text(printable(str(value))))
        table.add_row("link", Text(printable(_link(document))))
        for name, value in _place(document, found.record).items():
            table.add_row(name, Text(printable(value)))
        if found.withdrawn_by:
            table.add_row("withdrawn", Text(f"by {found.withdrawn_by}"))
        out.print(table)
        for start, end in _paragraphs(document, found.record):
            out.print(Panel(_marked(document.text, start, end, found.record)))
        return 0

    guarded(work)
