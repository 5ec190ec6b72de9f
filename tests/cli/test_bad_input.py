"""What cannot be used, as a user meets it: one line that names the file and says what to do, and the rest goes on."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.cli.test_commands import NOTE, run
from tests.documents.pdf_writer import make_pdf, text_pages

PDF = make_pdf(text_pages([NOTE]))
NAVIGATION = (
    "<!DOCTYPE html><html lang='en'><body><nav><ul>"
    + "".join(f"<li><a href='/{n}'>Part {n} of the site</a></li>" for n in range(40))
    + "</ul></nav></body></html>"
)
LONG = NOTE + "The ministers of the two states met in the capital, and spoke of the border.\n\n" * 650_000

Put = bytes | Callable[[Path], object]


def with_sidecar(values: str) -> Callable[[Path], object]:
    def put(path: Path) -> None:
        path.write_text(NOTE)
        path.with_suffix(".meta.json").write_text(values)

    return put


FAIL, SKIP, WARN = "failed", "skipped", "warning"
CASES: dict[str, tuple[str, Put, str, str]] = {
    "empty file": ("a.txt", b"", FAIL, "is empty: nothing to read; save it again or remove it"),
    "empty PDF": ("a.pdf", b"", FAIL, "is empty"),
    "binary": ("a.txt", bytes(range(256)) * 40, FAIL, "is no text: too many control characters; save it as PDF"),
    "image": (
        "a.pdf",
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        FAIL,
        "is a PNG image, which is not read: read its text with",
    ),
    "truncated PDF": ("a.pdf", PDF[:300], FAIL, "is a PDF cut short: fetch or copy it again"),
    "encrypted PDF": (
        "a.pdf",
        make_pdf(text_pages([NOTE]), encrypted=True),
        FAIL,
        "is an encrypted PDF: save a copy without its password first",
    ),
    "PDF without text": ("a.pdf", make_pdf([[], []]), FAIL, "is a PDF without text (scanned pages?): make them"),
    "Windows-1252": ("a.txt", f"{NOTE}Bogot\u00e1 \u201cpiracy\u201d\n".encode("cp1252"), WARN, "save it as UTF-8 if"),
    "broken UTF-8": ("a.txt", f"{NOTE}Bogot\u00e1 \u20ac ".encode() + b"\xe1\xe9\n", WARN, "; save it as UTF-8"),
    "UTF-16 without mark": ("a.txt", NOTE.encode("utf-16-le"), WARN, "read as UTF-16-LE; save it as UTF-8"),
    "page of navigation": ("a.html", NAVIGATION.encode(), SKIP, "only navigation, links or labels; save the article"),
    "50 MB": ("a.txt", LONG.encode(), FAIL, "at most 10,000,000 are read: split it into its documents"),
    "NUL bytes": (
        "a.txt",
        NOTE.encode() + bytes(3),
        WARN,
        "3 NUL characters replaced by U+FFFD; save it as plain text",
    ),
    "lone surrogate": (
        "a.txt",
        f"{NOTE}x\ud800y".encode("utf-8", "surrogatepass"),
        WARN,
        "1 lone surrogate replaced by U+FFFD; save it as UTF-8 again",
    ),
    "control characters": ("a.txt", f"{NOTE}\x01\x1b[31mred\x07".encode(), WARN, "3 control characters kept; remove"),
    "right-to-left marks": ("a.txt", f"{NOTE}\u202ex\u202c \u200f".encode(), WARN, "3 marks of writing direction kept"),
    "sidecar with a wrong type": ("a.txt", with_sidecar('{"title": 7}'), FAIL, "a.meta.json: title: Input should be a"),
    "sidecar with an unknown key": (
        "a.txt",
        with_sidecar('{"autor": "x"}'),
        FAIL,
        "unknown key 'autor'; known are url",
    ),
    "sidecar that is no JSON": ("a.txt", with_sidecar("{"), FAIL, "sidecar a.meta.json is not JSON"),
    "date ahead in the sidecar": (
        "a.txt",
        with_sidecar('{"published_on": "2099-01-01"}'),
        WARN,
        "2099-01-01 (sidecar) is after the receipt",
    ),
    "date ahead in the text": ("a.txt", NOTE.replace("2023", "2098").encode(), WARN, "2098-10-12 (text) is after the"),
    "loop of links": (
        "a",
        lambda path: (path.mkdir(), (path / "back").symlink_to("..")),
        SKIP,
        "a/back: is a link to a folder that it lies in, so it is not followed; remove it",
    ),
    "link to itself": ("a.txt", lambda path: path.symlink_to(path.name), FAIL, "leads nowhere; mend or remove it"),
    "link to nothing": ("a.txt", lambda path: path.symlink_to("gone"), FAIL, "leads nowhere; mend or remove it"),
    "pipe": ("a.txt", os.mkfifo, SKIP, "is no regular file"),
    "unknown format": ("a.docx", b"PK\x03\x04", SKIP, "format '.docx' is not read; known formats: .htm"),
    "name that steers a terminal": ("a\x1b[31m[red].txt", b"", FAIL, "a\ufffd[31m[red].txt: is empty"),
}
"""What is put into a folder under which name, what becomes of it, and words of the line that says so."""


def told(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if line.strip()]


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_line_and_the_rest_goes_on(tmp_path: Path, case: str) -> None:
    name, content, fate, words = CASES[case]
    folder, data = tmp_path / "in", tmp_path / "data"
    folder.mkdir()
    (folder / "good.txt").write_text(NOTE.replace("two", "four"))
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)
    done = run("ingest", folder, "--data", data)
    (line,) = told(done.stderr)
    assert words in line
    assert line.startswith(f"communique: {'warning: ' if fate == WARN else ''}{folder}/a")
    assert "Traceback" not in done.output
    assert done.exit_code == (1 if fate == FAIL else 0)
    counts = "select documents_failed, documents_skipped, documents_new from run"
    failed, skipped = (fate == FAIL, fate == SKIP)
    (row,) = json.loads(run("sql", counts, "--format", "json", "--data", data).stdout)
    assert row == {"documents_failed": failed, "documents_skipped": skipped, "documents_new": 2 - failed - skipped}
    assert run("check", "--data", data).exit_code == 0
    # it stays as it is: a failure is told again, and nothing is changed or published for it
    again = run("ingest", folder, "--data", data)
    assert "Nothing changed" in again.stdout
    assert again.exit_code == done.exit_code
    assert told(again.stderr) == [line] or fate != FAIL


def test_extract_tells_the_same(tmp_path: Path) -> None:
    for name, content in (("empty.txt", b""), ("nul.txt", NOTE.encode() + bytes(1))):
        (tmp_path / name).write_bytes(content)
    done = run("extract", tmp_path)
    assert done.exit_code == 1
    assert [line.split(": ")[1:3] for line in told(done.stderr)] == [
        [f"{tmp_path}/empty.txt", "is empty"],
        ["warning", f"{tmp_path}/nul.txt"],
    ]
    assert len(json.loads(done.stdout)["aid"]) == 1


def test_a_file_that_vanishes_during_the_run_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import receive

    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(NOTE)
    archived = receive.archived

    def vanishing(arrival: object, *rest: object) -> object:
        (folder / "b.txt").unlink(missing_ok=True)
        return archived(arrival, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(receive, "archived", vanishing)
    done = run("ingest", folder, "--data", tmp_path / "data")
    assert done.exit_code == 1
    assert told(done.stderr) == [
        f"communique: {folder}/b.txt: vanished before it was read; run again if it should be there"
    ]
    assert run("sql", "select 1 from aid", "--format", "csv", "--data", tmp_path / "data").stdout == "1\n1\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after a run, to be copied."""
    root = tmp_path_factory.mktemp("loaded")
    (root / "in").mkdir()
    (root / "in" / "a.txt").write_text(NOTE)
    assert run("ingest", root / "in", "--data", root / "data").exit_code == 0
    (root / "in" / "b.txt").write_text(NOTE.replace("two", "six"))
    return root


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """As a user who may not read everything; what the command imports must be imported already."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def open_path(tmp_path: Path) -> Path:
    """A folder that anybody can reach and write to."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == tmp_path.owner() and folder.name.startswith(("pytest", "test", "popen")):
            folder.chmod(0o755)
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o777)
    return tmp_path


def test_an_unreadable_file_and_folder_fail_alone(loaded: Path, open_path: Path) -> None:
    folder = open_path / "in"
    (folder / "shut").mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(NOTE)
    (folder / "b.txt").chmod(0)
    (folder / "shut").chmod(0)
    with nobody():
        done = run("ingest", folder, "--data", open_path / "data")
    (folder / "shut").chmod(0o755)
    assert done.exit_code == 1, done.output
    assert told(done.stderr) == [
        f"communique: {folder}/b.txt: may not be read (Permission denied); allow reading it, then run again",
        f"communique: {folder}/shut: folder cannot be listed (Permission denied); allow it, then run again",
    ]
    assert "documents new        1" in done.stdout


def test_a_data_folder_that_may_not_be_written_is_named(loaded: Path, open_path: Path) -> None:
    (open_path / "a.txt").write_text(NOTE)
    (open_path / "data").chmod(0o555)
    with nobody():
        done = run("ingest", open_path / "a.txt", "--data", open_path / "data")
    assert done.exit_code == 1, done.output
    (line,) = told(done.stderr)
    assert str(open_path / "data") in line and "--data" in line


def damaged(data: Path) -> None:
    (data / "working.duckdb").write_bytes(b"no database" * 500)


def cut(data: Path) -> None:
    size = (data / "working.duckdb").stat().st_size
    os.truncate(data / "working.duckdb", size // 3)


def newer(data: Path) -> None:
    with duckdb.connect(str(data / "working.duckdb")) as connection:
        connection.execute("UPDATE meta SET contract_version = 999")


def older(data: Path) -> None:
    with duckdb.connect(str(data / "working.duckdb")) as connection:
        connection.execute("UPDATE meta SET structure = 'other'")


def other(data: Path) -> None:
    (data / "working.duckdb").unlink()
    with duckdb.connect(str(data / "working.duckdb")) as connection:
        connection.execute("CREATE TABLE t (a INTEGER)")


WAREHOUSES: dict[str, tuple[Callable[[Path], None], str, bool]] = {
    "damaged": (damaged, "working.duckdb: damaged; run `communique rebuild`", True),
    "cut short": (cut, "communique rebuild", True),
    "newer contract": (newer, "written by a newer communique (contract 999, this one knows", True),
    "older tables": (older, "made by an older communique, with other tables; run `communique rebuild`", True),
    "another database": (other, "not a working file of communique; run `communique rebuild`", True),
}
"""How the working file is spoilt, words of the line, whether a rebuild mends it."""


@pytest.mark.parametrize("case", WAREHOUSES)
def test_a_warehouse_that_cannot_be_used_is_one_line_and_a_rebuild_mends_it(
    loaded: Path, tmp_path: Path, case: str
) -> None:
    spoil, words, _ = WAREHOUSES[case]
    data = tmp_path / "data"
    shutil.copytree(loaded / "data", data, symlinks=True)
    spoil(data)
    for command in (("ingest", loaded / "in"), ("check",)):
        done = run(*command, "--data", data)
        assert done.exit_code == 1
        (line,) = told(done.stderr)
        assert words in line and str(data / "working.duckdb") in line
        assert "Traceback" not in done.output
    # what was published is still there to be asked
    assert run("sql", "select 1 from aid", "--format", "csv", "--data", data).stdout == "1\n1\n"
    assert run("rebuild", "--data", data).exit_code == 0
    assert run("ingest", loaded / "in", "--data", data).exit_code == 0
    assert run("sql", "select 1 from aid", "--format", "csv", "--data", data).stdout == "1\n1\n1\n"


HOLD = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.readline()"


def test_a_warehouse_open_in_another_program_is_told_with_its_process(loaded: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(loaded / "data", data, symlinks=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data / "working.duckdb")], stdin=-1, stdout=-1, text=True
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        done = run("ingest", loaded / "in", "--data", data)
        (line,) = told(done.stderr)
        assert done.exit_code == 1
        assert "working.duckdb: open in another program" in line and "close it there and run again" in line
        assert str(holder.pid) in line
        assert run("sql", "select 1 from aid", "--format", "csv", "--data", data).stdout == "1\n1\n"
    finally:
        holder.communicate("\n", timeout=30)
    assert run("ingest", loaded / "in", "--data", data).exit_code == 0


def cut_short(file: Path) -> None:
    os.truncate(file, file.stat().st_size - 40)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def garbled(file: Path) -> None:
    file.write_bytes(b"not gzip at all" * 30)


@pytest.mark.parametrize("spoil", [cut_short, emptied, garbled, Path.unlink])
def test_a_journal_that_is_not_whole_is_one_line_and_what_is_published_stays(
    loaded: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    data = tmp_path / "data"
    shutil.copytree(loaded / "data", data, symlinks=True)
    (file,) = (data / "journal").glob("*.jsonl.gz")
    file.chmod(0o644)
    spoil(file)
    done = run("rebuild", "--data", data)
    assert done.exit_code == 1
    (line,) = told(done.stderr)
    assert str(data / "journal") in line and "restore it from a backup" in line
    assert "Traceback" not in done.output
    assert run("sql", "select 1 from aid", "--format", "csv", "--data", data).stdout == "1\n1\n"


def test_a_published_file_that_is_damaged_or_gone_says_what_to_do(loaded: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(loaded / "data", data, symlinks=True)
    target = (data / "communique.duckdb").resolve()
    target.chmod(0o644)
    target.write_bytes(b"no database" * 500)
    for spoil in (lambda: None, target.unlink):
        spoil()
        done = run("sql", "select 1", "--data", data)
        (line,) = told(done.stderr)
        assert done.exit_code == 1
        assert "communique ingest" in line and "Traceback" not in done.output
    shutil.rmtree(target.parent)
    assert run("ingest", loaded / "in", "--data", data).exit_code == 0
    assert run("sql", "select 1 from aid", "--format", "csv", "--data", data).stdout == "1\n1\n1\n"
