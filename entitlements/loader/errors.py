"""What can be wrong with an appendix file, said so that the editor knows where and what to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class LoadError:
    """One fault: the file, its line (from 1; 0 for the file as a whole), what is wrong and what to do about
    it, both in Swedish."""

    file: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}, rad {self.line}" if self.line else self.file
        return f"{place}: {self.problem} {self.remedy}"


class InvalidAppendix(Exception):
    """The file cannot be loaded. ``errors`` holds every fault that was found, in the order of the lines."""

    def __init__(self, errors: list[LoadError]):
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(str(error) for error in self.errors))
