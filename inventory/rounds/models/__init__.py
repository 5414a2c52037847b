from inventory.rounds.models.answer import Decision, Outcome, RoundAnswer, RoundAsset, RoundFind
from inventory.rounds.models.round import DEFAULT_ANSWER_DAYS, InventoryRound, RoundChoice, RoundSchedule
from inventory.rounds.models.unit import RoundDocument, RoundSigning, RoundUnit

__all__ = [
    "DEFAULT_ANSWER_DAYS",
    "Decision",
    "InventoryRound",
    "Outcome",
    "RoundAnswer",
    "RoundAsset",
    "RoundChoice",
    "RoundDocument",
    "RoundFind",
    "RoundSchedule",
    "RoundSigning",
    "RoundUnit",
]
