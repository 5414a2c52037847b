"""Rules about how a request is written: known items, whole numbers, choices that exist, the cost centre."""

from entitlements.rules.asking import known_lines, orderable_lines
from entitlements.rules.limits import names_of
from entitlements.rules.types import (
    ORDERABLE_KINDS,
    Appendix,
    Facts,
    Item,
    Kind,
    Outcome,
    Request,
    RequestLine,
    Verdict,
)

_NOT_ORDERABLE = {
    Kind.NETWORK: "NOT_ORDERABLE_NETWORK",
    Kind.ACCESS: "NOT_ORDERABLE_ACCESS",
    Kind.SERVICE: "NOT_ORDERABLE_SERVICE",
}
_ECHO_LENGTH = 60  # what the caller wrote is shown back, but never at length


def empty_request(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """An order has at least one line."""
    if request.lines:
        return ()
    return (Verdict(Outcome.REFUSED, "EMPTY_REQUEST", appendix.clause_of("catalogue")),)


def item_is_known(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """Every line names something in the catalogue."""
    return tuple(
        Verdict(
            Outcome.REFUSED,
            "UNKNOWN_ITEM",
            appendix.clause_of("catalogue"),
            line.key,
            line.item,
            {"asked_item": line.item[:_ECHO_LENGTH]},
        )
        for line in request.lines
        if line.item not in appendix.items
    )


def item_is_orderable(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """Network, accesses and services are not ordered as hardware."""
    return tuple(
        _refuse(_NOT_ORDERABLE[item.kind], line, item, names_of(item))
        for line, item in known_lines(request, appendix)
        if item.kind not in ORDERABLE_KINDS
    )


def quantity_is_sound(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """A line asks for at least one piece, and not for more than the appendix' highest quantity per line."""
    highest = appendix.terms.max_quantity_per_line
    verdicts = []
    for line, item in orderable_lines(request, appendix):
        numbers = names_of(item) | {"quantity": line.quantity, "max_quantity": highest}
        if line.quantity < 1:
            verdicts.append(_refuse("QUANTITY_NOT_POSITIVE", line, item, numbers))
        elif line.quantity > highest:
            verdicts.append(_refuse("QUANTITY_TOO_LARGE", line, item, numbers))
    return tuple(verdicts)


def variant_exists(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """An item with variants is ordered as one of them, an item without is ordered as it is."""
    verdicts = []
    for line, item in orderable_lines(request, appendix):
        code = _variant_fault(line, item)
        if code:
            numbers = names_of(item) | {"choices": ", ".join(_choice(item, one) for one in item.variants)}
            verdicts.append(_refuse(code, line, item, numbers))
    return tuple(verdicts)


def options_exist(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """Only the options that the item has may be chosen. One verdict for each option that is not there."""
    return tuple(
        _refuse("UNKNOWN_OPTION", line, item, names_of(item) | {"asked_option": option[:_ECHO_LENGTH]})
        for line, item in orderable_lines(request, appendix)
        for option in dict.fromkeys(line.options)
        if option not in item.options
    )


def cost_centre_is_stated(request: Request, facts: Facts, appendix: Appendix) -> tuple[Verdict, ...]:
    """The appendix' cost centre is stated on every hardware order (Kalmar IT §3a). An appendix with an empty
    cost centre asks for none."""
    expected = appendix.terms.cost_centre
    if not expected or next(orderable_lines(request, appendix), None) is None:
        return ()
    stated = request.cost_centre.strip()
    clause = appendix.clause_of("cost_centre")
    numbers = {"cost_centre": expected, "stated": stated[:_ECHO_LENGTH]}
    if stated == expected:
        return (Verdict(Outcome.ALLOWED, "COST_CENTRE_STATED", clause, numbers=numbers),)
    code = "COST_CENTRE_WRONG" if stated else "COST_CENTRE_MISSING"
    return (Verdict(Outcome.REFUSED, code, clause, numbers=numbers),)


def _variant_fault(line: RequestLine, item: Item) -> str:
    if line.variant:
        if line.variant in item.variants:
            return ""
        return "UNKNOWN_VARIANT" if item.variants else "VARIANT_NOT_OFFERED"
    return "VARIANT_REQUIRED" if item.variants else ""


def _choice(item: Item, code: str) -> str:
    return item.choice_names.get(code, code)


def _refuse(code: str, line: RequestLine, item: Item, numbers: dict[str, int | str]) -> Verdict:
    return Verdict(Outcome.REFUSED, code, item.clause, line.key, item.code, numbers)
