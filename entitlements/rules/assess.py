"""The rules in the order that their verdicts are shown, and the one function that asks them all."""

from entitlements.rules import caps, form, needs, replacement, standing
from entitlements.rules.types import Appendix, Assessment, Facts, Request

RULES = (
    form.empty_request,
    form.item_is_known,
    form.item_is_orderable,
    form.quantity_is_sound,
    form.variant_exists,
    form.options_exist,
    standing.contract_is_in_force,
    standing.unit_is_within_area,
    standing.figures_are_verified,
    caps.base_packages_within_cap,
    caps.shared_within_cap,
    caps.needs_tested_within_cap,
    replacement.replacement_uses_no_cap,
    needs.motivation_is_given,
    needs.needs_tested_is_decided,
    form.cost_centre_is_stated,
)


def assess(request: Request, facts: Facts, appendix: Appendix) -> Assessment:
    """Every verdict of every rule on the request, not the first refusal.

    Pure: the same request, facts and appendix always give the same verdicts, in the same order. ``facts``
    must not hold the request itself among what is on the way.
    """
    return Assessment(tuple(verdict for rule in RULES for verdict in rule(request, facts, appendix)))
