"""The files beside the code: lock files, licence, what may not be written down anywhere."""

import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted(ROOT.glob("requirements*.txt"))
# In pieces, so that this file is not one that names them.
INDEX_HOSTS = re.compile(
    "|".join((r"pypi\." + "org", "python" + "hosted", "--(extra-)?index" + "-url "))
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def names(requirements: str) -> set[str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==", requirements, re.MULTILINE)
    return {name.lower().replace("_", "-") for name in found}


def test_no_file_names_a_package_index():
    for path in tracked_files():
        if (
            path.suffix in {".png", ".webp", ".jpg", ".woff2", ".ico", ".xlsx"}
            or not path.is_file()
        ):
            continue
        found = INDEX_HOSTS.search(path.read_text(errors="replace"))
        assert not found, f"{path.relative_to(ROOT)} names {found.group()}"


def test_no_file_names_a_place_on_someones_machine():
    for path in LOCKS:
        assert not re.search(r"file:|(^|\s)/\w+/", path.read_text()), path.name


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_package_is_pinned_with_a_hash(path):
    blocks = re.split(r"\n(?=\S)", path.read_text().strip())
    assert blocks
    for block in blocks:
        assert re.match(r"[\w.-]+(\[[\w,]+\])?==", block), block[:80]
        assert "--hash=sha256:" in block, block[:80]


def test_the_locks_agree_with_each_other():
    seen: dict[str, set[tuple[str, ...]]] = {}
    for path in LOCKS:
        # One name may have several versions, each for some versions of Python.
        pinned: dict[str, list[str]] = {}
        for name, version in re.findall(r"^([\w.-]+)==([^\\\n]+)", path.read_text(), re.MULTILINE):
            pinned.setdefault(name, []).append(version.strip())
        for name, versions in pinned.items():
            seen.setdefault(name, set()).add(tuple(versions))
    assert {name: found for name, found in seen.items() if len(found) > 1} == {}


def test_the_locks_have_all_that_pyproject_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = project["project"]["dependencies"]
    extras = [*chain.from_iterable(project["project"]["optional-dependencies"].values())]
    groups = project["dependency-groups"]
    asked = {
        "requirements.txt": runtime,
        "requirements-cloud.txt": runtime + extras,
        "requirements-dev.txt": runtime + extras + groups["dev"],
        "requirements-bench.txt": runtime + groups["bench"],
    }
    for file, wanted in asked.items():
        have = names((ROOT / file).read_text())
        need = {re.split(r"[\[<>=!~ ]", item)[0].lower() for item in wanted}
        assert need <= have, f"{file}: run make lock"


def test_the_licence_is_the_eupl():
    text = (ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text
