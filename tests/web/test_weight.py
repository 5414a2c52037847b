"""The promise: style sheets and scripts of a page weigh at most 60 KB compressed."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
BUDGET = 60_000


def test_styles_and_scripts_of_a_page_stay_within_the_promise():
    base = (ROOT / "templates/base.html").read_text(encoding="utf-8")
    names = re.findall(r"\{% static '([^']+\.(?:css|js))' %\}", base)
    assert len(names) >= 5
    weights = {name: len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in names}
    assert sum(weights.values()) <= BUDGET, weights
