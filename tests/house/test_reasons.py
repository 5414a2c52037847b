"""Whoever is refused is told why, in a Swedish sentence."""

import importlib
import pkgutil
import re

import pytest

import entitlements
import inventory
import orders
import portal
from portal.core.access import Denied


def _denials() -> dict[str, Denied]:
    found = {}
    for package in (portal.core, inventory, orders, entitlements):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".access"):
                loaded = importlib.import_module(module.name)
                found |= {
                    f"{module.name}.{name}": value
                    for name, value in vars(loaded).items()
                    if isinstance(value, Denied)
                }
    return found


DENIALS = _denials()


def test_there_are_denials() -> None:
    assert len(DENIALS) > 10


@pytest.mark.parametrize("name", DENIALS)
def test_every_denial_has_a_code_and_a_sentence(name: str) -> None:
    denied = DENIALS[name]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", denied.code)
    assert denied.sentence[0].isupper()
    assert denied.sentence.endswith(".")


def test_one_code_says_one_thing() -> None:
    sentences: dict[str, set[str]] = {}
    for denied in DENIALS.values():
        sentences.setdefault(denied.code, set()).add(denied.sentence)
    assert {code: said for code, said in sentences.items() if len(said) > 1} == {}
