"""What Docker Compose is told, read as it reads it. There is no Docker here, so nothing of it is run."""

import logging
import re
import subprocess

import pytest
import yaml
from django.urls import get_resolver, reverse

from portal.core.web.logs import WithoutKeys
from tests.fixtures.servers import ROOT
from tests.trust.test_access_matrix import names

COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]


def test_all_parts_are_there() -> None:
    assert SERVICES.keys() >= {"proxy", "web", "worker", "beat", "migrate", "database", "broker"}


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_every_service_has_a_health_check_and_comes_back(name: str) -> None:
    assert "healthcheck" in SERVICES[name]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker"])
def test_services_scale_by_number(name: str) -> None:
    assert "container_name" not in SERVICES[name]
    assert "ports" not in SERVICES[name]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_runs_before_the_database_is_migrated(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_migrate_connects_as_the_owner() -> None:
    owners = [
        name for name, service in SERVICES.items() if "portal_owner:" in str(service.get("environment"))
    ]
    assert owners == ["migrate"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_every_variable_is_described_and_no_secret_has_a_value() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE))
    example = dict(re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert used == example.keys()
    assert not any(example[name] for name in example if name.endswith(("PASSWORD", "KEY")))


def test_the_files_that_are_mounted_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (ROOT / volume.split(":")[0]).is_file()


def test_the_image_is_locked_and_does_not_run_as_root() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert dockerfile.count("--require-hashes") == 2
    assert re.findall(r"^USER (\w+)", dockerfile, re.MULTILINE) == ["portal"]


def test_the_portal_and_the_developers_have_the_same_versions() -> None:
    """One lock for the portal, one with the tools on top: what both name must not differ."""

    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)(?:\[.*\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    portal, developers = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: developers.get(name) for name in portal} == portal


def test_the_scripts_can_be_run() -> None:
    for name in (".ci/run", "portal/operations/production/make_roles.sh"):
        listed = subprocess.run(
            ["git", "ls-files", "-s", name], cwd=ROOT, check=True, capture_output=True, text=True
        )
        assert listed.stdout.startswith("100755"), name
        subprocess.run(["bash", "-n", name], cwd=ROOT, check=True)


def test_neither_log_tells_a_key_that_stands_in_an_address() -> None:
    caddyfile = (ROOT / "portal/operations/production/Caddyfile").read_text()
    pattern, shown = re.findall(r'request>uri regexp "(\S+)" "(\S+)"', caddyfile)[0]
    opened = [name for name, route in names(get_resolver()) if "<str:token>" in route]
    assert len(opened) >= 3
    for name in opened:
        path = reverse(name, args=["nyckel-_:1"])
        assert "nyckel" not in re.sub(pattern, shown.replace("$", "\\"), f"{path}?x=1"), name
        row = logging.makeLogRecord({"msg": "Not Found: %s", "args": (path,)})
        assert WithoutKeys().filter(row)
        assert "nyckel" not in row.getMessage(), name
    assert "request>headers>Referer delete" in caddyfile, "a page that was opened by a key leads on to others"
