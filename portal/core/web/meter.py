"""The geometry and the words of the entitlement meter.

Up to 40 cells are drawn one by one: in use, on the way, new in this order, left, over the cap. Above that a bar.
The sentence beside carries the same facts for those who do not see it.
"""

from dataclasses import dataclass

from portal.core.web.formatting import number

MAX_CELLS = 40
STEP = 20  # from one cell to the next, in the units of the drawing


@dataclass(frozen=True, slots=True)
class Cell:
    kind: str  # the CSS class: c-bruk, c-vag, c-ny, c-fel, c-ledig, c-over
    left: float

    @property
    def x(self) -> str:
        """Text, since a template would write the number with a Swedish comma."""
        return f"{self.left:g}"

    @property
    def hatch(self) -> str:
        """The strokes that tell "on the way" apart without colour."""
        return "".join(
            f"M{self.left + x1:g} {y1:g}L{self.left + x2:g} {y2:g}"
            for x1, y1, x2, y2 in ((1.75, 14, 12.25, 3.5), (1.75, 25, 12.75, 14), (5.75, 27.5, 12.75, 20.5))
        )


@dataclass(frozen=True, slots=True)
class Meter:
    """``cap`` None: no limit in numbers. ``ceiling``: what the higher of two limits would have given, drawn
    dashed beyond the cap."""

    in_use: int
    on_the_way: int
    new: int
    cap: int | None
    ceiling: int
    name: str

    @property
    def taken(self) -> int:
        return self.in_use + self.on_the_way + self.new

    @property
    def left(self) -> int:
        return max(0, self.cap - self.taken) if self.cap is not None else 0

    @property
    def over(self) -> int:
        return max(0, self.taken - self.cap) if self.cap is not None else 0

    @property
    def beyond(self) -> int:
        """Cells that the deciding limit takes away."""
        return max(0, self.ceiling - max(self.cap or 0, self.taken)) if self.cap is not None else 0

    @property
    def drawn(self) -> int:
        return self.taken + self.left + self.beyond

    @property
    def as_bar(self) -> bool:
        return self.drawn > MAX_CELLS

    @property
    def width(self) -> int:
        return max(1, self.drawn * STEP - 4)

    @property
    def bar_max(self) -> int:
        return max(self.cap or 0, self.taken, 1)

    def cells(self) -> list[Cell]:
        kinds = ["c-bruk"] * self.in_use + ["c-vag"] * self.on_the_way + ["c-ny"] * self.new
        if self.over:
            kinds[-self.over :] = ["c-fel"] * self.over
        kinds += ["c-ledig"] * self.left + ["c-over"] * self.beyond
        return [Cell(kind, index * STEP + 0.75) for index, kind in enumerate(kinds)]

    @property
    def sentence(self) -> str:
        """ "Grundpaket: 14 i bruk, 2 på väg och 2 lediga av högst 18." """
        parts = [f"{number(self.in_use)} i bruk"]
        if self.on_the_way:
            parts.append(f"{number(self.on_the_way)} på väg")
        if self.new:
            parts.append(f"{number(self.new)} {'ny' if self.new == 1 else 'nya'}")
        if self.left:
            parts.append(f"{number(self.left)} {'ledig' if self.left == 1 else 'lediga'}")
        text = join(parts)
        if self.cap is not None:
            text += f" av högst {number(self.cap)}"
        text += f". {number(self.over)} över taket" if self.over else ""
        return (f"{self.name}: " if self.name else "") + text + "."


def join(parts: list[str]) -> str:
    """ "a, b och c" """
    return " och ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
