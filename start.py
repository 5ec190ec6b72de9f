"""Set communique up with nothing but Python and pip, and run it.

    python3 start.py                  set up, read the samples, ask a first question
    python3 start.py test             set up, run the tests
    python3 start.py test --slow      all of them, those with a Prefect server and many kills too
    python3 start.py compile          let texts be read by machine code, faster (needs a C compiler; --off goes back)
    python3 start.py constraints      write constraints.txt anew from the newest versions (for maintainers)

Everything lands in .venv beside this file. Further arguments of `test` go to pytest.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
FIRST_QUESTION = (
    "select donor_countries as donor, recipient_countries as recipient, amount, currency, quote "
    "from v_aid where amount is not null order by published_on desc, quote limit 4"
)


def stop(message: str) -> None:
    """End with one line that says what is wrong and what to do."""
    sys.exit(f"start.py: {message}")


def typed(words: "list[str]") -> str:
    """A command as one would type it."""
    return " ".join(f'"{word}"' if " " in word else word for word in words)


def run(*command: "str | Path", show: bool = False) -> int:
    """Run a command in the project's folder; `show` prints it first, as one would type it."""
    words = [str(part) for part in command]
    if show:
        print(f"\n$ {typed([Path(words[0]).name, *words[1:]])}", flush=True)
    return subprocess.call(words, cwd=HERE)


def make_venv() -> None:
    """Make .venv, with pip inside where Python can, else managed by the pip outside."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)], **quiet) == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.call([sys.executable, "-m", "venv", "--without-pip", str(VENV)], **quiet) != 0:
        stop(f"{VENV} cannot be made; give this folder room and write access, or install Python's venv module")


def pip(*arguments: str) -> None:
    """Run pip for .venv; end with its last line where it fails."""
    inside = subprocess.call(
        [str(PYTHON), "-m", "pip", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    command = [str(PYTHON), "-m", "pip"] if inside == 0 else [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", *arguments], cwd=HERE, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        reason = next((line for line in lines if line.startswith("ERROR")), lines[-1] if lines else "no output")
        stop(f"pip could not install ({reason.strip()}); check the network and the disk, then run this again")


def set_up(extra: str = "") -> None:
    """Make .venv hold the project and its dependencies at the pinned versions; quick where it does already."""
    files = [HERE / "constraints.txt", HERE / "pyproject.toml"]
    stamp = hashlib.sha256(b"".join(f.read_bytes() for f in files) + sys.version.encode()).hexdigest()
    marks = [VENV / f"ready-{name}" for name in ((extra,) if extra else ("", "dev"))]
    if PYTHON.exists() and any(m.exists() and m.read_text() == stamp for m in marks):
        return
    print("Setting up in .venv: a few minutes the first time …", flush=True)
    if not PYTHON.exists():
        make_venv()
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    pip("install", "--quiet", "--constraint", str(HERE / "constraints.txt"), "--editable", target)
    (VENV / f"ready-{extra}").write_text(stamp)


def demo() -> int:
    """The main job on the samples, and a first question."""
    set_up()
    status = run(BIN / "communique", "ingest", "samples", show=True)
    return status or run(BIN / "communique", "sql", FIRST_QUESTION, show=True)


def test(arguments: "list[str]") -> int:
    """The tests: without the slow ones unless asked."""
    set_up("dev")
    slow = "--slow" in arguments
    rest = [a for a in arguments if a != "--slow"]
    marks = [] if slow or "-m" in rest else ["-m", "not slow"]
    return run(PYTHON, "-m", "pytest", "-n", "2", *marks, *rest)


def compile_reading(arguments: "list[str]") -> int:
    """Compile what reads the texts, or go back to Python alone."""
    if "--off" not in arguments:
        set_up("compiled")
        print("Compiling: a few minutes …", flush=True)
    elif not PYTHON.exists():
        stop("nothing is compiled here")
    return run(PYTHON, "-m", "extraction.compiling", *arguments)


def constraints() -> int:
    """Write constraints.txt from a fresh set-up with the newest versions."""
    shutil.rmtree(VENV, ignore_errors=True)
    make_venv()
    pip("install", "--quiet", "duckdb==1.5.5", "--editable", f"{HERE}[dev]")
    frozen = subprocess.run(
        [str(PYTHON), "-m", "pip", "freeze", "--exclude-editable"], capture_output=True, text=True, check=True
    )
    pins = sorted((line for line in frozen.stdout.splitlines() if "==" in line), key=str.lower)
    head = "# Exact versions of everything; renewed by `python3 start.py constraints`.\n"
    (HERE / "constraints.txt").write_text(head + "\n".join(pins) + "\n", encoding="utf-8")
    return 0


def main() -> int:
    """Do what the first argument says."""
    if sys.version_info < OLDEST:
        stop(f"Python {'.'.join(map(str, OLDEST))} or newer is needed, this is {sys.version.split()[0]}")
    command, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("demo", [])
    if command == "demo":
        return demo()
    if command == "test":
        return test(arguments)
    if command == "compile":
        return compile_reading(arguments)
    if command == "constraints":
        return constraints()
    print(__doc__)
    return 0 if command in ("-h", "--help", "help") else 2


if __name__ == "__main__":
    sys.exit(main())
