"""Make `.venv` and install pinned, hashed requirements: `python3 scripts/install.py FILE …`.

Standard library alone. The second run does nothing: a stamp in `.venv` holds the files' hashes.
uv does in seconds what takes pip half a minute, so pip first fetches uv (pinned and hashed too);
where that fails, pip does the whole work.
"""

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main(names: list[str]) -> int:
    if sys.version_info < OLDEST:
        print(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
        return 1
    files = [ROOT / name for name in names]
    stamp = VENV / f".installed-{'-'.join(file.stem for file in files)}"
    wanted = _fingerprint(files)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return 0
    print(f"Installing {', '.join(names)} in .venv …", flush=True)
    if not PYTHON.exists():
        # Without pip: Debian keeps the module that adds it in a package of its own.
        venv.create(VENV, with_pip=False, symlinks=True, clear=VENV.exists())
    uv = _uv()
    if uv is None and _pip() is None:
        print("pip is missing. On Debian: apt-get install python3-pip")
        return 1
    arguments = ["--quiet", "--require-hashes"]
    for file in files:
        arguments += ["-r", str(file)]
    commands = [[uv, "pip", "install", "--python", str(PYTHON), *arguments]] if uv else []
    if pip := _pip():
        commands.append([*pip, "install", "--disable-pip-version-check", *arguments])
    for command in commands:
        if subprocess.run(command, cwd=ROOT, check=False).returncode == 0:
            stamp.write_text(wanted)
            return 0
    print("The packages could not be installed; see above.")
    return 1


def _fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _pip() -> list[str] | None:
    """The command that is pip for `.venv`: its own, or the machine's pointed at it."""
    own = [str(PYTHON), "-m", "pip"]
    machine = [sys.executable, "-m", "pip"]
    for pip in (own, machine):
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
            return pip if pip is own else [*pip, "--python", str(PYTHON)]
    made = subprocess.run(
        [str(PYTHON), "-m", "ensurepip", "--default-pip"], capture_output=True, check=False
    )
    return own if made.returncode == 0 else None


def _uv() -> str | None:
    if found := shutil.which("uv"):
        return found
    uv = VENV / "bin" / "uv"
    if not uv.exists() and (pip := _pip()):
        options = ["--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
        command = [*pip, "install", *options, "--require-hashes", "-r", "requirements-uv.txt"]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return str(uv) if uv.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["requirements.txt"]))
