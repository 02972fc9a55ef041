"""An export is written down before anybody gets it: who, when, of which plan, what for, and whose data is in it."""

from __future__ import annotations

from engine.access import Action, Viewer, audits, record_looks
from engine.exports.roster import Roster
from engine.store.port import GraphStore


def record_export(store: GraphStore, viewer: Viewer, roster: Roster) -> None:
    """There is a record of the export and one for each sensitive field in it. Raises ``StoreUnavailable``."""
    subjects = (roster.plan.id, *roster.selection.ids, *roster.people)
    fields = ("Volunteer.phone",) if roster.phones else ()
    with store.tx() as tx:
        tx.upsert_nodes(audits(viewer, Action.EXPORT.value, subjects, fields))
    record_looks(store, viewer, roster.looks)
