"""What lies in the house: nothing unused, nothing inline, nothing secret, everything locked."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from stdnum import luhn

from tests.house.source import ROOT, committed_files, name_of

TEMPLATES = [path for path in committed_files() if path.is_relative_to(ROOT / "templates")]
STATIC = [
    path
    for path in committed_files()
    if path.is_relative_to(ROOT / "static") and path.name not in ("LICENSE", "README.md")
]
HTML = [path for path in TEMPLATES if path.suffix == ".html"]
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".yml",
    ".yaml",
    ".in",
    ".json",
    ".sh",
    ".csv",
    "",
}
# Where a design system keeps what it was made from.
SOURCES_OF_STATIC = {"static/vendor/designsystemet/designsystemet.config.json"}


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def everything_that_names_files() -> dict[Path, str]:
    """The house's own sources, in which the name of a template or a static file would stand."""
    return {
        path: text_of(path)
        for path in committed_files()
        if path.suffix in (".py", ".html", ".txt", ".css", ".js", ".json")
        and path.relative_to(ROOT).parts[0] != "tests"
    }


def test_every_template_is_used() -> None:
    """Named in code or in another template, or put in the place of one that a package asks for."""
    unused = []
    for path in TEMPLATES:
        name = str(path.relative_to(ROOT / "templates"))
        if name.startswith(("account/", "mfa/", "allauth/", "errors/")) and _replaces_a_package_template(
            name
        ):
            continue
        stem = re.sub(r"^components/|\.html$", "", name)
        asked = (f'"{name}"', f"'{name}'", f'"{stem}"' if name.startswith("components/") else f'"{name}"')
        if not any(
            one in text
            for other, text in everything_that_names_files().items()
            if other != path
            for one in asked
        ):
            unused.append(name)
    assert unused == []


def _replaces_a_package_template(name: str) -> bool:
    import allauth

    return (Path(allauth.__file__).parent / "templates" / name).exists()


def test_every_static_file_is_used() -> None:
    unused = []
    for path in STATIC:
        if name_of(path) in SOURCES_OF_STATIC:
            continue
        named = any(
            path.name in text for other, text in everything_that_names_files().items() if other != path
        )
        if not named:
            unused.append(name_of(path))
    assert unused == []


INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx handler": re.compile(r"\bhx-on[:=\-]", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "eval in htmx": re.compile(r"hx-(vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
}
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_nothing_is_inline(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{% comment .*?endcomment %\}", "", text_of(path), flags=re.DOTALL)
    for what, pattern in INLINE.items():
        assert not pattern.search(text), what
    for attributes in SCRIPT.findall(text):
        assert "src=" in attributes or 'type="application/json"' in attributes, attributes


@pytest.mark.parametrize("path", HTML, ids=name_of)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    assert not re.search(r"(src|href)\s*=\s*[\"'](https?:)?//[^\"']*\.(js|css|woff2?|png|svg)", text_of(path))


# --- Secrets and personal numbers ---------------------------------------------------------------------------
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[abp]-[A-Za-z0-9-]{10,}"
    r"|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\."
    r"|(?i:(password|secret|token|api_?key)\w*\s*[=:]\s*[\"'][A-Za-z0-9+/_\-]{20,}[\"'])"
)
# With or without century and dash. A birth number's check digit tells it from any other ten digits.
PERSONAL = re.compile(
    r"(?<![\w.-])(?:19|20)?(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01]))[-+]?(\d{4})(?![\w.-])"
)


def texts() -> list[Path]:
    return [path for path in committed_files() if path.suffix in TEXT and "vendor" not in path.parts]


def test_no_secret_is_committed() -> None:
    found = [
        f"{name_of(path)}: {match.group(0)[:40]}"
        for path in texts()
        if path != Path(__file__) and not path.name.startswith("requirements")
        for match in SECRETS.finditer(text_of(path))
    ]
    assert found == []


def test_no_environment_file_is_committed() -> None:
    names = {path.name for path in committed_files()}
    assert not names & {".env", ".pgpass", "id_rsa", "id_ed25519", "credentials.json"}


def test_no_personal_identity_number_anywhere() -> None:
    found = [
        f"{name_of(path)}: {match.group(0)}"
        for path in texts()
        if not path.name.startswith("requirements") and path.suffix != ".json"
        for match in PERSONAL.finditer(text_of(path))
        if luhn.is_valid(match.group(1) + match.group(2))
    ]
    assert found == []


@pytest.mark.parametrize("day", ["850709", "19850709", "850769"])
@pytest.mark.parametrize("dash", ["-", "+", ""])
def test_the_guard_knows_a_personal_identity_number(day: str, dash: str) -> None:
    """Skatteverket's published test number, and the same as a co-ordination number."""
    last = "9802" if day.endswith("69") else "9805"
    match = PERSONAL.search(f"a {day}{dash}{last} b")
    assert match
    assert luhn.is_valid(match.group(1) + match.group(2))


# --- Locked -------------------------------------------------------------------------------------------------
LOCKS = sorted(
    path
    for path in committed_files()
    if re.match(r"(requirements.*|uv)\.txt$", path.name) and "tests" not in path.parts
)


def test_there_are_locks() -> None:
    assert {path.name for path in LOCKS} >= {"requirements.txt", "requirements-dev.txt"}


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_every_requirement_is_pinned_and_hashed(path: Path) -> None:
    text = re.sub(r"\\\n\s*", " ", text_of(path))
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        assert re.match(r"[A-Za-z0-9._\[\],-]+==\S+", line), f"not pinned: {line[:80]}"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), f"no hash: {line[:80]}"


def test_what_is_asked_for_is_locked() -> None:
    for name in ("requirements", "requirements-dev"):
        locked = {
            re.sub(r"[-_.]+", "-", one).lower()
            for one in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", text_of(ROOT / f"{name}.txt"), re.M)
        }
        asked = re.findall(r"^([A-Za-z0-9._-]+)", text_of(ROOT / f"{name}.in"), re.M)
        missing = {re.sub(r"[-_.]+", "-", one).lower() for one in asked if not one.startswith("-")} - locked
        assert missing == set(), name


def test_vendored_parts_bear_their_licences() -> None:
    for folder in (ROOT / "static" / "vendor", ROOT / "tests" / "vendor"):
        for part in folder.iterdir() if folder.exists() else ():
            assert not part.is_dir() or any(part.glob("LICENSE*")), name_of(part)


def test_json_files_can_be_read() -> None:
    for path in committed_files():
        if path.suffix == ".json":
            json.loads(text_of(path))
