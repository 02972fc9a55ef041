"""Every expected error has its member in the unions."""

from __future__ import annotations

import pytest

from engine.errors import ERRORS, Fault, JiujinError
from schema.refusals import REFUSALS, refusal


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_becomes_a_member_with_its_code_and_all_faults(kind: type[JiujinError]) -> None:
    made = refusal(kind(faults=[Fault("甲", "周", expected="乙"), Fault("丙")]))
    assert (made.code, made.message) == (kind.code, kind.sentence)
    assert [(fault.message, fault.field, fault.expected) for fault in made.faults] == [
        ("甲", "周", "乙"),
        ("丙", "", ""),
    ]
    assert any(issubclass(kind, known) and type(made) is REFUSALS[known] for known in REFUSALS)
