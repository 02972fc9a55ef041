"""Every write leaves its record in the write's own transaction; the records can be asked for."""

from __future__ import annotations

import pytest

from engine.access import Recording, Viewer, read_audits, record_looks
from engine.access.auditing import MOST_SUBJECTS
from engine.model import Audit, Role, Subdistrict, Volunteer
from engine.store import GraphStore, Match

WANG = Viewer(account="account:wang", role=Role.COORDINATOR, purpose="调整")


def test_a_write_and_its_record_are_one(store: GraphStore) -> None:
    recording = Recording(store, WANG, "EDIT", ["east"])
    with recording.tx() as tx:
        tx.upsert_nodes([Subdistrict(id="east", name="东街")])
    (record,) = read_audits(store)
    assert (record.account, record.role, record.action) == ("account:wang", "COORDINATOR", "EDIT")
    assert (record.purpose, record.subjects) == ("调整", ("east",))


def test_what_was_written_is_noted_where_nobody_could_say_it_beforehand(store: GraphStore) -> None:
    recording = Recording(store, WANG, "IMPORT_ROSTER", ["line:party"], noting=True)
    one, other = (
        Volunteer(id=id, name="甲", pinyin="jia", phone="13800008000", home_lat=34.75, home_lon=113.65)
        for id in ("v1", "v2")
    )
    with recording.tx() as tx:
        tx.upsert_nodes(iter([one, Subdistrict(id="east", name="东街")]))
        tx.create_node(other)
        tx.update(Volunteer, "v1", {"load": 3})
        assert tx.get(Volunteer, "v2") is not None
    (record,) = read_audits(store)
    assert record.subjects == ("line:party", "v1", "v2")
    changed = store.get(Volunteer, "v1")
    assert changed is not None
    assert changed.load == 3
    assert read_audits(store, subject="v2") == [record]


def test_what_was_undone_has_no_record(store: GraphStore) -> None:
    def fail() -> None:
        with Recording(store, WANG, "EDIT").tx() as tx:
            tx.upsert_nodes([Subdistrict(id="east", name="东街")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert read_audits(store) == []
    assert store.query(Match("s", Subdistrict)) == []


def test_looks_are_recorded_field_by_field_and_none_is_lost(store: GraphStore) -> None:
    people = [f"v{n}" for n in range(MOST_SUBJECTS + 1)]
    record_looks(store, WANG, [("Volunteer.phone", id) for id in people] + [("Volunteer.note", "v1")])
    records = read_audits(store)
    assert sorted(len(record.subjects) for record in records) == [1, 1, MOST_SUBJECTS]
    phones = [record for record in records if record.fields == ("Volunteer.phone",)]
    assert sorted(id for record in phones for id in record.subjects) == sorted(people)


def test_records_are_found_by_account_action_subject_and_time(store: GraphStore) -> None:
    made = [
        Audit(id=f"a{n}", at=f"2026-11-2{n}T08:00:00.000+00:00", account=who, action=what, subjects=(id,))
        for n, (who, what, id) in enumerate([("x", "LOOK", "v1"), ("y", "LOOK", "v2"), ("x", "EDIT", "v1")])
    ]
    with store.tx() as tx:
        tx.upsert_nodes(made)

    def found(**asked: str) -> list[str]:
        return [record.id for record in read_audits(store, **asked)]  # type: ignore[arg-type]

    assert found() == ["a2", "a1", "a0"]
    assert found(account="x") == ["a2", "a0"]
    assert found(action="LOOK") == ["a1", "a0"]
    assert found(subject="v1", since="2026-11-21") == ["a2"]
    assert [record.id for record in read_audits(store, most=1)] == ["a2"]
