"""A signature drawn on a screen: a path of straight lines in a box, read strictly and written anew by the portal.

Nothing that comes in is passed on: only the numbers are, so that no picture, script or style can come with a signature.
"""

import re
from base64 import b64encode

WIDE, HIGH = 600, 200
LONGEST = 12_000
MOST_POINTS = 1_200
FEWEST_POINTS = 6
SMALLEST = 30
"""A signature is at least so wide or high: a dot or a slip of the finger is none."""
_STROKE = re.compile(r"M[0-9]{1,3} [0-9]{1,3}(?:L[0-9]{1,3} [0-9]{1,3})+", re.ASCII)
_POINT = re.compile(r"[0-9]{1,3} [0-9]{1,3}", re.ASCII)

Stroke = list[tuple[int, int]]


def strokes_of(text: str) -> list[Stroke] | None:
    """The strokes in a path such as "M10 20L12 24L15 30M40 20L44 28"; None for anything else, and for what goes out
    of the box or is too long to be a signature."""
    if len(text) > LONGEST:
        return None
    found, end = [], 0
    for stroke in _STROKE.finditer(text):
        if stroke.start() != end:
            return None
        end = stroke.end()
        found.append([_point(one) for one in _POINT.findall(stroke.group())])
    points = [point for stroke in found for point in stroke]
    if not points or end != len(text) or len(points) > MOST_POINTS:
        return None
    return found if all(x <= WIDE and y <= HIGH for x, y in points) else None


def is_enough(strokes: list[Stroke]) -> bool:
    """Whether it is more than a slip of the finger."""
    points = [point for stroke in strokes for point in stroke]
    across = max(x for x, _ in points) - min(x for x, _ in points)
    down = max(y for _, y in points) - min(y for _, y in points)
    return len(points) >= FEWEST_POINTS and max(across, down) >= SMALLEST


def path_of(strokes: list[Stroke]) -> str:
    """The strokes as a path in the one way that the portal writes it."""
    return "".join("M" + "L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes)


def picture_of(path: str) -> str:
    """The drawing as an address that holds it, for a document. ``path`` is one that the portal wrote."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}"><path d="{path}" fill="none" '
        'stroke="#16242a" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _point(text: str) -> tuple[int, int]:
    x, y = text.split()
    return int(x), int(y)
