"""S6: Django's own deployment checks are clean in an environment such as production's."""

import subprocess
import sys

from portal.embedded.postgres import APP
from tests.fixtures.servers import ROOT, Servers


def test_the_deployment_checks_are_clean(servers: Servers, django_db_setup: None) -> None:
    environment = servers.environment(role=APP) | {
        "SECRET_KEY": "".join(chr(33 + number % 90) for number in range(64)).replace("'", ""),
        "PORTAL_DEMO": "0",
        "PORTAL_URL": "https://portalen.example.se",
        "ALLOWED_HOSTS": "portalen.example.se",
    }
    environment.pop("PORTAL_HTTPS", None)
    checked = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
            "--database",
            "default",
        ],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stderr
