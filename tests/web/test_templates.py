"""What holds for every template of the house: strict CSP, known icons, titles, and that it compiles."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from portal.core.web.markup import icon_names

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
HANDLER = re.compile(r"""\son[a-z]+\s*=\s*["']""", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}")


def source(name: str) -> str:
    return COMMENT.sub("", (ROOT / "templates" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_inline(name):
    text = source(name)
    assert "style=" not in text
    assert "<style" not in text.lower()
    assert not HANDLER.search(text)
    assert "javascript:" not in text.lower()
    for attributes in SCRIPT.findall(text):
        assert "src=" in attributes or 'type="application/json"' in attributes, attributes


@pytest.mark.parametrize("name", NAMES)
def test_icons_exist(name):
    asked = set(re.findall(r'\{% icon "([^"]+)"', source(name)))
    asked |= set(re.findall(r'\{% tag \S+ "[a-z]+" "([^"]+)"', source(name)))
    assert asked <= icon_names()


LAYOUTS = {name for name in NAMES if any(f'{{% extends "{name}" %}}' in source(other) for other in NAMES)}
PAGES = [name for name in NAMES if name not in LAYOUTS and "{% extends " in source(name)]


@pytest.mark.parametrize("name", PAGES)
def test_page_has_its_own_title(name):
    assert re.search(r"\{% block (head_)?title %\}.", source(name))


# Whoever has the address may do it, signed in or not: a mail program does so by itself (RFC 8058).
WITHOUT_TOKEN = {"notifications/unsubscribe.html"}


def test_forms_that_change_things_carry_a_token():
    for name in set(NAMES) - WITHOUT_TOKEN:
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source(name), re.DOTALL):
            assert "{% csrf_token %}" in form, name


@pytest.mark.parametrize("name", PAGES)
def test_what_one_block_names_is_not_used_in_another(name):
    """Django forgets at the end of a block what was named in it, and says nothing."""
    blocks = re.findall(r"\{% block \w+ %\}(.*?)\{% endblock %\}", source(name), re.DOTALL)
    for block in blocks:
        for named in re.findall(r"\{% url [^%]* as (\w+) %\}", block):
            for other in blocks:
                uses = re.search(rf"\b{named}\b", re.sub(rf" as {named} %", "", other))
                assert not uses or f" as {named} %" in other, named
