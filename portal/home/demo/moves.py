"""Equipment that units want to give to one another: asked, agreed, done and declined."""

from collections.abc import Callable
from datetime import datetime

from inventory.actions.moves import agree_move, approve_move, ask_move, decline_move
from inventory.models import AssetMove
from portal.core.people.models import User
from portal.home.demo.pieces import SPARE, piece_at
from portal.home.demo.story import Story

# from, to, where it is to stand, why; workdays ago when it was asked, agreed and approved
_MOVES = (
    ("lindsdal", "strandporten", "Telefonrådgivning 2", "Rum 118",
     "Telefonrådgivningen flyttar till Strandporten över vintern.", (2,)),
    ("norrvik", "boda", "Reception 1", "Entré",
     "Filialen har öppet en dag till i veckan.", (3,)),
    ("sinneslugn", "livslinjen", "Kurator", "Rum 123",
     "Kuratorn arbetar i Kalmar från och med nu.", (5, 3)),
    ("kopingsvik", "farjestaden", "Läkare 1", "Rum 110",
     "Läkaren delar sin tid mellan mottagningarna.", (52, 50, 49)),
)  # fmt: skip


def plan_moves(story: Story) -> None:
    for row in _MOVES:
        _plan_move(story, *row)
    _plan_declined(story)


def _plan_move(
    story: Story, place: str, to: str, function: str, room: str, reason: str, days: tuple[int, ...]
) -> None:
    """Whoever is head of both units has agreed by asking."""

    def ask(at: datetime) -> None:
        move = _ask(story, place, to, function, room, reason, at)
        steps: tuple[tuple[Callable[..., AssetMove], User], ...] = (
            (agree_move, story.heads[to]),
            (approve_move, story.people["eva"]),
        )
        for day, (act, by) in zip(days[1:], steps, strict=False):
            story.plan(story.moment(day, 11, 15), lambda then, act=act, by=by: act(move=move, by=by, at=then))

    story.plan(story.moment(days[0], 10, 25), ask)


def _plan_declined(story: Story) -> None:
    def ask(at: datetime) -> None:
        reason = "Vi har två och använder bara den ena."
        move = _ask(story, "virserum", "malilla", "Fysioterapi", "Rum 121", reason, at)
        answer = "Tack, men vi klarar oss med det vi har."
        by = story.heads["malilla"]
        story.plan(story.later(at, 2), lambda then: decline_move(move=move, answer=answer, by=by, at=then))

    story.plan(story.moment(31, 9, 35), ask)


def _ask(story: Story, place: str, to: str, function: str, room: str, reason: str, at: datetime) -> AssetMove:
    return ask_move(
        asset=piece_at(story, place, *SPARE),
        to_unit=story.units[to],
        function=function,
        room=room,
        reason=reason,
        by=story.heads[place],
        at=at,
    )
