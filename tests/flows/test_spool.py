"""Outcomes put aside come back as they were."""

from pathlib import Path

import pytest

from flows.errors import SpoolError
from flows.process import Outcome, process
from flows.receive import Received
from flows.spool import Spool
from flows.stages import Plan
from flows.work import load_plan, make_work_folder, save_plan, save_received
from tests.flows.extractors import Plans
from tests.flows.test_process import TEXT, item_of


def outcomes(root: Path) -> list[Outcome]:
    texts = [f"{TEXT}BROKEN \u2028\u0085 caf\u00e9\n", "The room was where they CRASHed.", TEXT]
    return [process(item_of(root, text.encode()), text.encode(), Plans()) for text in texts]


def test_outcomes_come_back_in_order_and_more_than_once(tmp_path: Path) -> None:
    made = outcomes(tmp_path / "texts")
    assert [len(one.records) for one in made] == [2, 0, 2]
    with Spool(tmp_path / "data") as spool:
        for one in made:
            spool.add(one)
        assert list(spool) == made
        spool.add(made[0])
        assert list(spool) == [*made, made[0]]
        assert list((tmp_path / "data").iterdir()) == []


def test_what_does_not_fit_into_memory_comes_back_behind_what_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.spool._HELD", len(TEXT) + 60)
    made = outcomes(tmp_path / "texts") * 2
    with Spool(tmp_path) as spool:
        for one in made:
            spool.add(one)
        assert list(spool) == list(spool) == made
        assert 0 < len(spool._held) < len(made)


def test_a_spool_with_a_name_is_read_by_another(tmp_path: Path) -> None:
    made = outcomes(tmp_path / "texts")
    with Spool(tmp_path, tmp_path / "batch") as spool:
        for one in made:
            spool.add(one)
    with Spool(tmp_path, tmp_path / "batch") as spool:
        assert list(spool) == made


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    (made, *_) = outcomes(tmp_path / "texts")
    with pytest.raises(SpoolError, match="No space left on device.*make room"):  # noqa: RUF043
        fill(Path("/dev/full"), tmp_path, made)


def fill(path: Path, folder: Path, outcome: Outcome) -> None:
    if not path.exists():
        pytest.skip("this system has no /dev/full")
    with Spool(folder) as spool:
        spool._room = 0
        spool._file.close()
        spool._file = path.open("w", encoding="utf-8")
        for _ in range(1000):
            spool.add(outcome)


def test_a_plan_is_handed_over_as_it_was(tmp_path: Path) -> None:
    (_, failed, _) = outcomes(tmp_path / "texts")
    plan = Plan(
        [Received("doc_1", "a.txt", "ver_1"), Received("doc_2", "b.txt", refusal=failed.rejects[0], skipped=True)],
        (0,),
        frozenset({"doc_1"}),
    )
    folder = make_work_folder(tmp_path)
    save_received(folder, list(plan.received))
    save_plan(folder, plan)
    assert load_plan(folder) == plan
    assert make_work_folder(tmp_path) != folder
    assert folder.exists()
