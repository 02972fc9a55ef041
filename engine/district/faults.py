"""What is wrong in a district's folder: the fault, and the file in which it stands."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Fault


@dataclass(frozen=True, slots=True)
class FileFault(Fault):
    """A fault of one file; ``row`` counts from 1 as a spreadsheet or an editor shows it."""

    file: str = ""
    whole_file: bool = False
    """Nothing of the file could be read, so nothing is known of what it names."""

    def __str__(self) -> str:
        return f"{self.file} {super(FileFault, self).__str__()}"


def in_file(file: str, fault: Fault, row: int | None = None) -> FileFault:
    """The same fault, with the file and, where it had none, the row."""
    return FileFault(
        fault.message, fault.field, fault.row if fault.row is not None else row, fault.expected, fault.value, file
    )
