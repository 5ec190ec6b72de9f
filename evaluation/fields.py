"""Which fields of a predicted record agree with its label, and whether the two are about the same thing."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

KINDS = ("agreements", "aid", "goals")
FULL = {"names~": 0.5, "modalities~": 0.5, "topics~": 0.01, "statement~": 0.7}
"""What a field that is no key must reach for `full`; 1 where it is not named here."""
MOST_EVIDENCE = 1000
"""Characters of evidence that a record may have: what proves it, not all around it."""

Label = dict[str, Any]
Prediction = dict[str, Any]


def _words(text: str | None) -> set[str]:
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return {w for w in re.findall(r"[a-z0-9]+", plain) if len(w) > 2}


def _share(a: set[Any], b: set[Any]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def _dice(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _cover(gold: set[str], predicted: set[str]) -> float:
    return len(gold & predicted) / len(gold) if gold else 1.0


def _alike(gold: set[str], predicted: set[str], touched: bool) -> float:
    few, many = sorted((gold, predicted), key=len)
    extended = touched and _cover(few, many) >= 0.9 and len(few) > 0 and len(many) <= 3 * len(few)
    return max(_dice(gold, predicted), 0.5 if extended else 0.0)


def _countries(parties: Iterable[dict[str, Any]] | None) -> set[str]:
    return {p["country"] for p in parties or [] if p and p.get("country")}


def _names(record: Prediction, *roles: str) -> set[str]:
    return _words(" ".join(p.get("name", "") for role in roles for p in record.get(role) or []))


def named(names: list[str], parties: list[dict[str, str]]) -> float:
    """How many of the words of some names the parties' names have, 0 to 1."""
    return _cover(_words(" ".join(names)), _words(" ".join(p["name"] for p in parties)))


def same_date(gold: str | None, predicted: str | None) -> bool:
    """Whether two dates agree at the precision of the coarser one; none agrees with none only."""
    if not gold or not predicted:
        return not gold and not predicted
    n = min(len(gold), len(predicted))
    return gold[:n] == predicted[:n] and abs(len(gold) - len(predicted)) <= 3


def _same_amount(gold: float | None, predicted: float | None) -> bool:
    if gold is None or predicted is None:
        return gold is None and predicted is None
    return abs(float(gold) - float(predicted)) <= 0.005 * max(abs(float(gold)), 1)


def _grounded(record: Prediction) -> bool:
    """Whether the amount's figures, or number words, stand in the evidence."""
    if record.get("amount") is None:
        return True
    quotes = " ".join(e.get("quote", "") for e in record.get("evidence") or [])
    figures = {re.sub(r"\D", "", n).strip("0") for n in re.findall(r"\d[\d.,\u00a0\u202f ]*", quotes)}
    amount = re.sub(r"\D", "", f"{float(record['amount']):.2f}").strip("0")
    in_words = bool(re.search(r"milli|millón|millon|milh|mil |half|medio|meio", quotes)) and not figures
    return amount in figures or in_words


def _agreement(label: Label, record: Prediction) -> dict[str, float]:
    return {
        "countries": set(label["countries"]) == _countries(record.get("parties")),
        "instrument": label["instrument"] == record.get("instrument"),
        "stage": label["stage"] == record.get("stage"),
        "date": same_date(label.get("date"), record.get("date")),
        "topics~": _share(set(label.get("topics", [])), set(record.get("topics") or [])),
        "names~": _cover(_words(" ".join(label.get("party_names", []))), _names(record, "parties")),
    }


def _aid(label: Label, record: Prediction) -> dict[str, float]:
    named = _words(" ".join(label.get("donor_names", []) + label.get("recipient_names", [])))
    modalities = {item.get("modality") for item in record.get("items") or []}
    return {
        "donors": set(label["donor_countries"]) == _countries(record.get("donors")),
        "recipients": set(label["recipient_countries"]) == _countries(record.get("recipients")),
        "amount": _same_amount(label.get("amount"), record.get("amount")),
        "currency": (label.get("currency") or None) == (record.get("currency") or None),
        "stage": label["stage"] == record.get("stage"),
        "basis": label["basis"] == record.get("basis"),
        "terms": label["terms"] == record.get("terms"),
        "date~": float(same_date(label.get("date"), record.get("date"))),
        "qualifier~": (label.get("qualifier") or None) == (record.get("qualifier") or None),
        "period~": all(same_date(label.get(k), record.get(k)) for k in ("period_start", "period_end")),
        "grounded~": _grounded(record),
        "modalities~": _share(set(label.get("modalities", [])), modalities),
        "topics~": _share(set(label.get("topics", [])), set(record.get("topics") or [])),
        "names~": _cover(named, _names(record, "donors", "recipients", "channels")),
    }


def _goal(label: Label, record: Prediction) -> dict[str, float]:
    target = (label.get("target") or {}).get("value")
    return {
        "holders": set(label["holder_countries"]) == _countries(record.get("holders")),
        "horizon": same_date(label.get("horizon"), record.get("horizon")),
        "statement~": _dice(_words(label.get("statement")), _words(record.get("statement"))),
        "target~": _same_amount(target, (record.get("target") or {}).get("value")),
        "topics~": _share(set(label.get("topics", [])), set(record.get("topics") or [])),
        "names~": _cover(_words(" ".join(label.get("holder_names", []))), _names(record, "holders")),
    }


_FIELDS = {"agreements": _agreement, "aid": _aid, "goals": _goal}


def fields_of(kind: str, label: Label, record: Prediction) -> dict[str, float]:
    """How far each field of a pair is right, by name; those without `~` are the key fields, right or not."""
    return _FIELDS[kind](label, record)


def closeness(kind: str, text: str, label: Label, record: Prediction) -> float:
    """0 where label and record are not about the same thing, more the better they fit."""
    at = text.find(label["anchor"])
    end = at + len(label["anchor"])
    touched = any(e["start"] < end and at < e["end"] for e in record.get("evidence") or [])
    right = fields_of(kind, label, record)
    if kind == "goals":
        same = _alike(_words(label.get("statement")), _words(record.get("statement")), touched)
        return 0.0 if same < (0.5 if touched else 0.8) else touched + same + float(right["holders"]) / 2
    if kind == "agreements":
        overlap = _share(set(label["countries"]), _countries(record.get("parties")))
        twin = right["countries"] and right["instrument"] and right["date"] and (label.get("date") or right["stage"])
    else:
        sides = _countries(record.get("donors")) | _countries(record.get("recipients"))
        overlap = _share(set(label["donor_countries"]) | set(label["recipient_countries"]), sides)
        twin = right["donors"] and right["recipients"] and right["amount"] and label.get("amount")
    if overlap == 0 or not (touched or twin):
        return 0.0
    return touched + overlap + sum(float(v) for v in right.values()) / len(right)


def faults_of(text: str, record: Prediction, name: str) -> list[str]:
    """What is wrong with a record's evidence: none, too much, or words that the text does not have there."""
    spans = record.get("evidence") or []
    faults = [] if spans else [f"{name}: a record without evidence"]
    covered = {i for e in spans for i in range(e["start"], min(e["end"], len(text)))}
    if len(covered) > MOST_EVIDENCE:
        faults.append(f"{name}: a record with {len(covered)} characters of evidence, over {MOST_EVIDENCE}")
    for e in spans:
        if text[e["start"] : e["end"]] != e.get("quote"):
            faults.append(f"{name}: evidence at {e['start']}-{e['end']} does not quote the text")
    return faults
