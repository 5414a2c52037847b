"""The log's kinds in plain Swedish. Each floor registers its own words in ``AppConfig.ready()``, since the log
itself knows nothing of orders or equipment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """``title`` names the act in a list to choose from ("Beställning attesterad"), ``sentence`` follows the
    person's name: "Anders Bergqvist attesterade beställningen."."""

    title: str
    sentence: str


_kinds: dict[str, Words] = {}
_subjects: dict[str, str] = {}


def register_words(kinds: dict[str, tuple[str, str]], subjects: dict[str, str] | None = None) -> None:
    """Add kinds with (title, sentence), and the Swedish names of kinds of subjects ("order": "Beställning")."""
    _kinds.update({kind: Words(*words) for kind, words in kinds.items()})
    _subjects.update(subjects or {})


def words_of(kind: str) -> Words:
    """The words of a kind; one that nobody registered is shown as it stands."""
    return _kinds.get(kind) or Words(kind, f"gjorde ”{kind}”.")


def subject_name(kind: str) -> str:
    return _subjects.get(kind, kind)


def known_words() -> list[tuple[str, str]]:
    """(kind, title) for every registered kind, by title."""
    return sorted(((kind, words.title) for kind, words in _kinds.items()), key=lambda pair: pair[1])
