"""Moving in: a whole graph goes from store to store, into an archive and out of it."""

from engine.moving.archive import Archive, opened_archive
from engine.moving.moves import back_up, copy, restore
from engine.moving.sealed import clear_unfinished
from engine.moving.tally import Tally

__all__ = ["Archive", "Tally", "back_up", "clear_unfinished", "copy", "opened_archive", "restore"]
