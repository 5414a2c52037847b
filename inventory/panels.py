"""What the rooms that the register does not know add to the page of an asset: things to do with it, and panels.

A room registers a function in ``AppConfig.ready()``; the page asks each once for the signed-in person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from inventory.models import Asset


@dataclass(frozen=True, slots=True)
class AssetAct:
    """A button at the top: "Anmäl en incident"."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class AssetPanel:
    """A panel in the narrow column: its title, a template for its contents and what that is given as ``panel``."""

    title: str
    template: str
    contents: Any


@dataclass(frozen=True, slots=True)
class AssetParts:
    acts: tuple[AssetAct, ...] = ()
    panels: tuple[AssetPanel, ...] = ()


AssetSource = Callable[[HttpRequest, Asset], AssetParts]
_sources: list[AssetSource] = []


def register_asset_panels(source: AssetSource) -> None:
    """Add a function that tells what a room adds for the person. The asset comes with its unit and its whole."""
    if source not in _sources:
        _sources.append(source)


def asset_parts(request: HttpRequest, asset: Asset) -> AssetParts:
    """Everything that the rooms add, in the order that they were registered."""
    found = [source(request, asset) for source in _sources]
    return AssetParts(
        acts=tuple(act for one in found for act in one.acts),
        panels=tuple(panel for one in found for panel in one.panels),
    )
