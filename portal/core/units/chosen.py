"""A choice among a region's units, as a plain value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which units: values by dimension, such as programme codes, municipality codes and HSA-ids. Of the values named in
    one dimension a unit must have one; it must do so in every dimension that is named. None named: every unit."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> Self:
        """From (dimension, value) rows, in any order."""
        found: dict[str, set[str]] = {}
        for dimension, value in rows:
            found.setdefault(dimension, set()).add(value)
        return cls({dimension: frozenset(values) for dimension, values in found.items()})

    def named(self, dimension: str) -> frozenset[str]:
        return self.values.get(dimension, frozenset())

    @property
    def rows(self) -> list[tuple[str, str]]:
        return sorted((dimension, value) for dimension, values in self.values.items() for value in values)
