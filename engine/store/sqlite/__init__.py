"""The embedded store: a property graph in one SQLite file. All SQL of the project is in this folder."""

from engine.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
