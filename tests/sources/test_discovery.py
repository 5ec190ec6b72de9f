"""What files and folders offer."""

import json
import os
from pathlib import Path

import pytest

from schemas import ids
from sources import folder as folder_module
from sources.arrival import Arrival, BadArgumentError, Refusal, SourceError, read_regular
from sources.folder import discover


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}" if name.endswith(".json") else f"text of {name}")


def found(*paths: Path, source: str | None = "s") -> tuple[list[str], list[tuple[str, bool]]]:
    """Paths offered, and paths refused with whether they count as skipped."""
    met = list(discover(paths, source))
    return (
        [a.path for a in met if isinstance(a, Arrival)],
        [(r.path, r.skipped) for r in met if isinstance(r, Refusal)],
    )


@pytest.mark.parametrize(
    ("names", "offered", "refused"),
    [
        ([], [], []),
        (["b.txt", "a.md", "c/z.html", "c/y.pdf", "B.HTM"], ["B.HTM", "a.md", "b.txt", "c/y.pdf", "c/z.html"], []),
        ([".hidden.txt", ".git/a.txt", "a.txt"], ["a.txt"], []),
        (["a.txt", "a.meta.json"], ["a.txt"], []),
        (["a.txt", "a.txt.meta.json"], ["a.txt"], []),
        (["a.meta.json"], [], [("a.meta.json", True)]),
        (["a.csv", "a.meta.json"], [], [("a.csv", True), ("a.meta.json", True)]),
        (["data.csv", "Makefile", "x.docx"], [], [("Makefile", True), ("data.csv", True), ("x.docx", True)]),
        (["empty/"], [], []),
    ],
)
def test_a_folder_offers_its_documents_in_order(
    tmp_path: Path, names: list[str], offered: list[str], refused: list[tuple[str, bool]]
) -> None:
    make(tmp_path, *names)
    assert found(tmp_path) == (offered, refused)


def test_a_file_given_by_hand_and_in_a_folder_is_one_document(tmp_path: Path) -> None:
    make(tmp_path, "t/a.txt", "t/b.txt")
    by_hand = next(iter(discover([tmp_path / "t/a.txt"])))
    in_folder = next(iter(discover([tmp_path / "t"])))
    assert isinstance(by_hand, Arrival)
    assert isinstance(in_folder, Arrival)
    assert by_hand.document_id == in_folder.document_id
    assert (by_hand.source, by_hand.path) == ("files", str((tmp_path / "t/a.txt").resolve()).lstrip("/"))
    assert len(list(discover([tmp_path / "t/a.txt", tmp_path / "t", tmp_path / "t"]))) == 2


def test_a_relative_path_means_the_same_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    relative, absolute = (next(iter(discover([p]))) for p in (Path("a.txt"), tmp_path / "a.txt"))
    assert relative.document_id == absolute.document_id
    assert relative.shown == "a.txt"


def test_a_suffix_is_not_asked_of_a_file_given_by_hand(tmp_path: Path) -> None:
    make(tmp_path, "notes", "a.txt", ".b.txt")
    assert found(tmp_path / "notes", tmp_path) == (["notes", "a.txt"], [])
    assert found(tmp_path, tmp_path / "notes") == (["a.txt", "notes"], [])
    assert found(tmp_path / ".b.txt") == ([".b.txt"], [])


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    make(tmp_path, "d/a.txt", "d/e/b.txt")
    (tmp_path / "d/e/loop").symlink_to(tmp_path / "d")
    (tmp_path / "d/same.txt").symlink_to("a.txt")
    (tmp_path / "d/self.txt").symlink_to("self.txt")
    (tmp_path / "d/gone.txt").symlink_to("nothing.txt")
    assert found(tmp_path / "d") == (["a.txt", "e/b.txt"], [("e/loop", True), ("gone.txt", False), ("self.txt", False)])
    assert found(tmp_path / "d", source=None)[1] == [
        (f"{tmp_path}/d/{name}".lstrip("/"), skipped)
        for name, skipped in (("e/loop", True), ("gone.txt", False), ("self.txt", False))
    ]


def test_folders_nested_too_deep_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "MAX_DEPTH", 2)
    make(tmp_path, "1/2/a.txt", "1/2/3/b.txt")
    assert found(tmp_path) == (["1/2/a.txt"], [("1/2/3", False)])


def test_pipes_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")
    assert found(tmp_path) == ([], [("p.txt", True)])
    assert found(tmp_path / "p.txt") == ([], [("p.txt", False)])
    with pytest.raises(SourceError, match="no regular file"):
        read_regular(tmp_path / "p.txt", 10)


def test_a_folder_that_cannot_be_listed_does_not_end_the_discovery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a/x.txt", "b/y.txt")
    scandir = os.scandir

    def refusing(path: Path):  # type: ignore[no-untyped-def]
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    met = list(discover([tmp_path], "s"))
    assert [(m.path, getattr(m, "message", None)) for m in met] == [
        ("a", "folder cannot be listed (Permission denied); allow it, then run again"),
        ("b/y.txt", None),
    ]


def test_a_path_that_does_not_exist_is_told_before_anything_is_offered(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    with pytest.raises(BadArgumentError, match="nothing: no such file or folder"):
        discover([tmp_path / "a.txt", tmp_path / "nothing"])


def test_a_file_that_vanishes_says_so(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (arrival,) = discover([tmp_path])
    assert isinstance(arrival, Arrival)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(SourceError, match="vanished before it was read"):
        arrival.read()


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.txt")
    (arrival,) = discover([tmp_path])

    def denied(*args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert isinstance(arrival, Arrival)
    with pytest.raises(SourceError, match="may not be read"):
        arrival.read()


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    assert len(read_regular(tmp_path / "a.txt", 11)) == 11
    with pytest.raises(SourceError, match="larger than"):
        read_regular(tmp_path / "a.txt", 10)


def test_two_files_with_one_path_in_a_named_source_are_told_apart(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "y/a.txt")
    first, second = discover([tmp_path / "x", tmp_path / "y"], "s")
    assert isinstance(first, Arrival)
    assert isinstance(second, Refusal)
    assert "as two sources" in second.message
    assert second.document_id != first.document_id


def test_a_name_that_is_no_text_is_mended(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("text")
    (arrival,) = discover([tmp_path], "s")
    assert isinstance(arrival, Arrival)
    assert arrival.path == "caf\ufffd.txt"
    assert arrival.read() == b"text"


def refusal_of(root: Path, sidecar: bytes) -> str:
    (root / "a.txt").write_text("text")
    (root / "a.meta.json").write_bytes(sidecar)
    (met,) = discover([root], "s")
    assert isinstance(met, Refusal), met
    assert not met.skipped
    assert met.path == "a.txt"
    assert "\n" not in met.message
    return met.message


@pytest.mark.parametrize(
    ("sidecar", "said"),
    [
        (b"", "sidecar a.meta.json is not JSON"),
        (b"{", "sidecar a.meta.json is not JSON (Expecting property name enclosed in double quotes, line 1)"),
        (b"[1]", "must be a JSON object"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"[" * 100_000, "is not usable JSON (RecursionError)"),
        (b'{"urll": "https://x.org"}', "unknown key 'urll'; known are url, publisher, published_on, title, language"),
        (b'{"title": 7}', "sidecar a.meta.json: title:"),
        (b'{"title": ["a"]}', "sidecar a.meta.json: title:"),
        (b'{"published_on": "3 Feb 2021"}', "sidecar a.meta.json: published_on:"),
        (b'{"published_on": 86400}', "sidecar a.meta.json: published_on:"),
        (b'{"published_on": "2021-02-30"}', "sidecar a.meta.json: published_on:"),
        (b'{"published_on": "2021-02-03T10:00:00"}', "sidecar a.meta.json: published_on:"),
        (b'{"language": "English"}', "sidecar a.meta.json: language:"),
        (b'{"url": "x.org/a"}', "sidecar a.meta.json: url:"),
        (b'{"url": "https://[x"}', "sidecar a.meta.json: url:"),
        (b'{"url": "https://x.org:port/"}', "sidecar a.meta.json: url:"),
    ],
)
def test_a_wrong_sidecar_is_told_with_its_file_and_key(tmp_path: Path, sidecar: bytes, said: str) -> None:
    assert said in refusal_of(tmp_path, sidecar)


def test_a_sidecar_gives_the_document_its_identity(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    values = {"url": "https://X.org/a/?utm_source=m", "title": "A \ud800", "published_on": "2021-02-03"}
    (tmp_path / "a.meta.json").write_text(json.dumps(values))
    (arrival,) = discover([tmp_path], "s")
    assert isinstance(arrival, Arrival)
    assert arrival.document_id == ids.document_id("any", "path", "https://x.org/a")
    assert arrival.sidecar == values | {"title": "A \ufffd"}
    digest = "0" * 64
    (tmp_path / "a.meta.json").write_text(json.dumps(values | {"title": "B"}))
    (edited,) = discover([tmp_path], "s")
    assert isinstance(edited, Arrival)
    assert edited.document_id == arrival.document_id
    assert edited.version_id(digest) != arrival.version_id(digest)


def test_the_sidecar_with_the_whole_name_wins(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "a.html")
    (tmp_path / "a.meta.json").write_text('{"title": "both"}')
    (tmp_path / "a.txt.meta.json").write_text('{"title": "text"}')
    html, text = discover([tmp_path, tmp_path / "a.meta.json"], "s")
    assert isinstance(html, Arrival)
    assert isinstance(text, Arrival)
    assert (html.sidecar, text.sidecar) == ({"title": "both"}, {"title": "text"})
