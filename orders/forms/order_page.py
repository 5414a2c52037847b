"""The order form as the page shows it: sections of items, what the rules say of each, and the summary beside."""

from dataclasses import dataclass
from functools import cached_property

from entitlements.models import CatalogueItem, Kind
from entitlements.rules.limits import base_item, item_entitlement
from entitlements.rules.types import ItemEntitlement, Verdict
from orders.assessing import Assessed
from orders.content import LineContent
from orders.forms.boxes import Box, LineMark, box_before, box_of, mark_of
from orders.forms.order_line import LineForm
from orders.forms.ordering import OrderForm
from portal.core.text import capitalised

_NOTES = {Kind.SHARED: "en av varje per enhet", Kind.NEEDS_TESTED: "kräver motivering"}


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the catalogue on the page. ``look``: "open" with its lines, "box" to tick, "held" when the unit
    has its share, "closed" as a row that can be added."""

    item: CatalogueItem
    right: ItemEntitlement
    lines: list[LineForm]
    box: Box | None
    extra: CatalogueItem | None

    @property
    def look(self) -> str:
        if self.item.kind == Kind.SHARED and (self.right.cap or 0) <= 1 and len(self.lines) <= 1:
            return "box" if self.lines or self.right.left or not self.held else "held"
        if self.lines or self.item.kind == Kind.BASE_PACKAGE:
            return "open"
        return "closed"

    @property
    def held(self) -> int:
        return self.right.in_use + self.right.on_the_way

    @property
    def anchor(self) -> str:
        return f"vara-{self.item.code}"

    @property
    def key(self) -> str:
        """The name of the one line of an item that is ticked."""
        return self.lines[0].key if self.lines else f"{self.item.code}-0"

    @property
    def line(self) -> LineForm:
        """The one line of an item that is ticked, blank while it is not."""
        return self.lines[0] if self.lines else LineForm(prefix=self.key, code=self.item.code, item=self.item)

    @property
    def is_ticked(self) -> bool:
        return any(line.is_ordered for line in self.lines)

    @property
    def has_errors(self) -> bool:
        return any(line.errors for line in self.lines)

    @property
    def needs_motivation(self) -> bool:
        return self.item.kind == Kind.NEEDS_TESTED


@dataclass(frozen=True, slots=True)
class Section:
    kind: str
    title: str
    note: str
    items: list[ItemView]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    name: str
    details: str
    quantity: int
    motivation: str
    mark: LineMark


class OrderPage:
    """A form together with what the rules say of it. ``assessed`` is about ``form.content(…)`` and nothing else."""

    def __init__(self, form: OrderForm, assessed: Assessed):
        self.form, self.assessed = form, assessed

    @cached_property
    def sections(self) -> list[Section]:
        kinds = (Kind.BASE_PACKAGE, Kind.SHARED, Kind.NEEDS_TESTED)
        sections = [
            Section(
                kind,
                str(kind.label),
                self._note(kind),
                [self.item(item) for item in self.form.items.values() if item.kind == kind],
            )
            for kind in kinds
        ]
        return [section for section in sections if section.items]

    @cached_property
    def summary(self) -> list[SummaryLine]:
        return [
            _summary_line(line.content(), line.item, self._verdicts([line]))
            for line in self.form.ordered
            if line.item
        ]

    @cached_property
    def boxes(self) -> list[ItemView]:
        """The items with a place for a box, for the live answer."""
        return [view for section in self.sections for view in section.items if view.look in ("open", "box")]

    def item(self, item: CatalogueItem) -> ItemView:
        lines = self.form.lines_of(item.code)
        right = self._right(item)
        return ItemView(item, right, lines, self._box(item, lines, right), self._extra(item))

    def _note(self, kind: Kind) -> str:
        if kind == Kind.SHARED and self.assessed.appendix.terms.shared_per_unit != 1:
            return f"högst {self.assessed.appendix.terms.shared_per_unit} av varje per enhet"
        return _NOTES.get(kind, "")

    def _right(self, item: CatalogueItem) -> ItemEntitlement:
        rules_item = self.assessed.appendix.items[item.code]
        return item_entitlement(rules_item, self.assessed.facts, self.assessed.appendix)

    def _box(self, item: CatalogueItem, lines: list[LineForm], right: ItemEntitlement) -> Box | None:
        ordered = [line for line in lines if line.is_ordered]
        if ordered:
            box = box_of(self._verdicts(ordered), right, item.name)
            return None if box and item.kind == Kind.SHARED and box.color == "success" else box
        if item.kind == Kind.BASE_PACKAGE:
            return box_before(right, item.name, item.name_plural)
        return None

    def _verdicts(self, lines: list[LineForm]) -> list[Verdict]:
        places = {str(place) for place, line in enumerate(self.form.ordered) if line in lines}
        return [one for one in self.assessed.assessment.verdicts if one.line in places]

    def _extra(self, item: CatalogueItem) -> CatalogueItem | None:
        """The needs-tested item that one orders when the shared one is already there."""
        return self.form.items.get(f"extra-{item.code}") if item.kind == Kind.SHARED else None


def opening(form: OrderForm, assessed: Assessed, wanted: str) -> bool:
    """Give the base package a line to fill in, and a piece of the item that an address asks for. True when the
    content changed by it."""
    base = base_item(assessed.appendix)
    item = form.items.get(wanted)
    adds = item is not None and item.is_orderable and not form.lines_of(wanted)
    if adds:
        form.add_line(wanted)
    if base is not None and not form.lines_of(base.code):
        form.add_line(base.code, 0)
    return adds


def _summary_line(line: LineContent, item: CatalogueItem, verdicts: list[Verdict]) -> SummaryLine:
    name = capitalised(item.name)
    if line.variant:
        name += f", {item.variant_name(line.variant)[:60]}"
    options = [one[:60] for one in item.option_names(list(line.options))]
    place = ", ".join(part for part in (line.function, line.room) if part)[:120]
    details = "; ".join(part for part in (f"med {' och '.join(options)}" if options else "", place) if part)
    return SummaryLine(name, details, line.quantity, line.motivation, mark_of(verdicts))
