"""The docs say the truth where a program can tell: what they name exists, and what they list is complete."""

import re
import subprocess

import pytest
import yaml

from cluster import ROOT

SERVICES = sorted(path.stem for path in (ROOT / "swaggers").glob("*.yaml"))
# A path of ours, written in backticks: from the root of the project.
OUR_PATH = re.compile(
    r"`((?:services|crates|deploy|frontend|tests|bench|simulator|docs|swaggers)/[\w./-]+|[\w.-]+\.(?:toml|yml))`"
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
KIND = re.compile(r'Kind::new\(\s*"([a-z-]+)",\s*"[^"]*",\s*StatusCode::([A-Z_]+)', re.S)
GATEWAY_KIND = re.compile(r'"type":"urn:polystatus:problem:([a-z-]+)","title":"[^"]*","status":(\d+)')
STATUS = {
    "BAD_REQUEST": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "REQUEST_TIMEOUT": 408,
    "CONFLICT": 409,
    "PRECONDITION_FAILED": 412,
    "PAYLOAD_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "TOO_MANY_REQUESTS": 429,
    "INTERNAL_SERVER_ERROR": 500,
    "SERVICE_UNAVAILABLE": 503,
}

# The names of directories that are made, by the file that keeps them out of git.
IGNORED = {
    line.rstrip("/").rpartition("/")[2]
    for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    if line.endswith("/")
}


def is_made(path):
    return any(part in IGNORED or part.startswith(".") for part in path.parts)


def committed(pattern):
    """The files of the project that are, or are about to be, in git; without one, all but what it would ignore."""
    if not (ROOT / ".git").exists():
        return [path for path in sorted(ROOT.rglob(pattern)) if not is_made(path.relative_to(ROOT))]
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


PAGES = committed("*.md")


def named(path):
    return str(path.relative_to(ROOT))


def prose(path):
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)


def anchors(path):
    """The headings of a page as addresses, as the web shows them."""
    found = set()
    for heading in re.findall(r"^#+ +(.+)$", prose(path), flags=re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = sum(1 for other in found if other == slug or other.startswith(f"{slug}-"))
        found.add(f"{slug}-{number}" if slug in found else slug)
    return found


def rows(path, columns):
    """The rows of a page's tables that have so many columns, without heads and rules."""
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == columns and not set(cells[0]) <= set("-| "):
            yield cells


# -- Links and names


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    for link in ("".join(found) for found in LINK.findall(prose(page))):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_file_that_is_named_exists(page):
    for path in OUR_PATH.findall(prose(page)):
        assert (ROOT / path).exists() or (page.parent / path).exists(), f"`{path}` does not exist"


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    missing = [
        path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md" and path.name not in index
    ]
    assert missing == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


# -- A page per service, with every route


def operations(service):
    paths = yaml.safe_load((ROOT / "swaggers" / f"{service}.yaml").read_text(encoding="utf-8"))["paths"]
    return {(method.upper(), path) for path, item in paths.items() for method in item if method != "parameters"}


def routes(page):
    """What the page's table of routes says: methods, and a path that may begin with `…`."""
    for cells in rows(page, 3):
        methods = re.findall(r"\b(GET|POST|PUT|PATCH|DELETE)\b", cells[0])
        path = re.search(r"[/…][^`\s?]*", cells[0])
        if methods and path:
            yield set(methods), path.group().removeprefix("…")


@pytest.mark.parametrize("service", SERVICES)
def test_the_page_of_a_service_has_exactly_its_routes(service):
    published = operations(service)
    told = set()
    for methods, path in routes(ROOT / "docs" / f"{service}.md"):
        meant = {(method, whole) for method, whole in published if method in methods and whole.endswith(path)}
        exact = {each for each in meant if each[1] == path} or meant
        assert {method for method, _ in exact} == methods, f"docs/{service}.md: nothing answers {methods} {path}"
        told |= exact
    assert published - told == set(), f"docs/{service}.md does not tell of these"


def settings(path):
    return set(re.findall(r'env = "([A-Z_]+)"', path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("service", SERVICES)
def test_the_page_of_a_service_has_exactly_its_settings(service):
    read = settings(ROOT / "services" / service / "src" / "config.rs")
    read |= settings(ROOT / "crates" / "boot" / "src" / "config.rs")
    page = prose(ROOT / "docs" / f"{service}.md")
    section = re.search(r"^## Configuration\n(.*?)(?=^## |\Z)", page, flags=re.S | re.M)
    assert section, f"docs/{service}.md has no section Configuration"
    assert set(re.findall(r"`([A-Z][A-Z_]+)`", section.group(1))) == read


# -- Problems


def kinds():
    """Every kind of problem that the code and the gateway can answer with, and its status."""
    found = {}
    for path in [*(ROOT / "crates").rglob("src/**/*.rs"), *(ROOT / "services").rglob("src/**/*.rs")]:
        for slug, status in KIND.findall(path.read_text(encoding="utf-8")):
            found.setdefault(slug, set()).add(STATUS[status])
    gateway = (ROOT / "frontend" / "nginx.conf.template").read_text(encoding="utf-8")
    for slug, status in GATEWAY_KIND.findall(gateway):
        found.setdefault(slug, set()).add(int(status))
    return found


def test_every_kind_of_problem_is_explained():
    told = {}
    for status, kind, *_ in rows(ROOT / "docs" / "status-codes.md", 4):
        for slug in re.findall(r"`([a-z-]+)`", kind):
            told.setdefault(slug, set()).update(int(number) for number in re.findall(r"\d{3}", status))
    assert told == kinds()


# -- Borders


def borders():
    """Each test that the page of borders names: the file, and the name in it."""
    file = None
    for cells in rows(ROOT / "docs" / "security.md", 3):
        for name in re.findall(r"`([^`]+)`", cells[2]):
            if "/" in name:
                file = name
            else:
                yield file, name


def test_every_border_has_a_test_that_exists():
    named_tests = list(borders())
    assert len(named_tests) > 30
    for file, name in named_tests:
        text = (ROOT / file).read_text(encoding="utf-8")
        said_as = rf"\b(?:fn|def) {re.escape(name)}\b" if " " not in name else rf"it\('{re.escape(name)}'"
        assert re.search(said_as, text), f"{file} has no test {name}"


def test_every_border_names_a_test():
    unheld = [
        cells[0] for cells in rows(ROOT / "docs" / "security.md", 3) if cells[0].isdigit() and "`" not in cells[2]
    ]
    assert unheld == []
