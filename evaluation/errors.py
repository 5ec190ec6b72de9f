"""Each error of a reading with the sentence it stands in: what was missed, what is false, what is not right in full."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from evaluation.fields import KINDS, Label, Prediction
from evaluation.measure import DocumentScore, Pair, Score

MISS, FALSE, WRONG = "missed", "false", "wrong"
_END = re.compile(r"(?<=[.!?…][\s\"”’»)])\s*(?=[\"“«(¿¡]?[A-ZÀ-Þ0-9])|\n[ \t]*\n")
_SUMMARY = {
    "agreements": ("countries", "parties", "instrument", "stage", "date"),
    "aid": (
        *("donor_countries", "donors", "recipient_countries", "recipients", "amount", "currency"),
        *("terms", "stage", "basis", "date"),
    ),
    "goals": ("holder_countries", "holders", "statement", "horizon"),
}


@dataclass(frozen=True, slots=True)
class Error:
    """One error: missed (a label without a record), false (a record without a label), wrong (a pair not right in full).

    `differs` holds for a wrong pair what the label and what the record say, by field; those that end in ~ are no key
    fields. `value` is the label of a miss, the record of a false one, in few fields.
    """

    what: str
    document: str
    kind: str
    sentence: str
    value: dict[str, Any]
    differs: dict[str, tuple[Any, Any]]
    rules: tuple[str, ...] = ()
    confidence: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The error in plain types."""
        return asdict(self)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence or sentences around a span, within its paragraphs, on one line."""
    low = max((hit.end() for hit in _END.finditer(text, max(0, start - 1500), start)), default=max(0, start - 1500))
    after = _END.search(text, max(end - 1, 0), min(len(text), end + 1500))
    high = after.start() if after else min(len(text), end + 1500)
    return " ".join(text[low : max(high, end)].split())


def errors_of(score: Score, kinds: tuple[str, ...] = KINDS) -> Iterator[Error]:
    """The errors in the documents' order: by kind what was missed, what is false, then what is not right in full."""
    for document in score.documents:
        for kind in kinds:
            yield from (_missed(document, kind, label) for k, label in document.missed if k == kind)
            yield from (_false(document, kind, record) for k, record in document.false if k == kind)
            yield from (_wrong(document, pair) for pair in document.pairs if pair.kind == kind and not pair.full)


def _short(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value[name]) for name in _SUMMARY[kind] if value.get(name) not in (None, [], ())}


def _plain(value: Any) -> Any:
    """Parties and items as people read them."""
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict) and set(value) == {"name", "country"}:
        return f"{value['name']} ({value['country']})"
    return value


def _missed(document: DocumentScore, kind: str, label: Label) -> Error:
    at = max(document.text.find(label["anchor"]), 0)
    sentence = sentence_at(document.text, at, at + len(label["anchor"]))
    return Error(MISS, document.name, kind, sentence, _short(kind, label), {})


def _told_at(record: Prediction) -> tuple[int, int]:
    """Where a record is told: the span for the whole, else the first."""
    spans = record.get("evidence") or [{"start": 0, "end": 0, "field": ""}]
    whole = [span for span in spans if span.get("field") == "record"] or spans
    return whole[0]["start"], whole[0]["end"]


def _false(document: DocumentScore, kind: str, record: Prediction) -> Error:
    sentence = sentence_at(document.text, *_told_at(record))
    return Error(FALSE, document.name, kind, sentence, _short(kind, record), {}, *_made_by(record))


def _made_by(record: Prediction) -> tuple[tuple[str, ...], float | None]:
    return tuple(record.get("rules") or ()), record.get("confidence")


def _wrong(document: DocumentScore, pair: Pair) -> Error:
    at = max(document.text.find(pair.label["anchor"]), 0)
    sentence = sentence_at(document.text, at, at + len(pair.label["anchor"]))
    told = sentence_at(document.text, *_told_at(pair.record))
    if told not in sentence and sentence not in told:
        sentence = f"{sentence} […] {told}"
    differs = {name: _sides(pair, name) for name in pair.wrong}
    value = _short(pair.kind, pair.record)
    return Error(WRONG, document.name, pair.kind, sentence, value, differs, *_made_by(pair.record))


_OF_LABEL = {
    "donors": "donor_countries",
    "recipients": "recipient_countries",
    "holders": "holder_countries",
}
_NAMES = {
    "agreements": (("party_names",), ("parties",)),
    "aid": (("donor_names", "recipient_names"), ("donors", "recipients", "channels")),
    "goals": (("holder_names",), ("holders",)),
}


def _sides(pair: Pair, field: str) -> tuple[Any, Any]:
    """What the label and what the record say in a field."""
    name, label, record = field.rstrip("~"), pair.label, pair.record
    if name in ("countries", "donors", "recipients", "holders"):
        parties = record.get("parties" if name == "countries" else name) or []
        return sorted(label[_OF_LABEL.get(name, name)]), sorted({p["country"] for p in parties})
    if name == "names":
        of_label, of_record = _NAMES[pair.kind]
        named = [n for role in of_label for n in label.get(role, [])]
        return named, [p["name"] for role in of_record for p in record.get(role) or []]
    if name == "modalities":
        return label.get("modalities", []), sorted({item["modality"] for item in record.get("items") or []})
    if name == "period":
        spans = [[side.get("period_start"), side.get("period_end")] for side in (label, record)]
        return spans[0], spans[1]
    if name == "grounded":
        return label.get("amount"), [e["quote"] for e in record.get("evidence") or [] if e.get("field") == "amount"]
    return label.get(name), record.get(name)
