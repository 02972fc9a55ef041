"""Who may see and do what: decided here, in one table, and pushed into the questions that the store is asked."""

from __future__ import annotations

from engine.access.viewer import CONSOLE, CONSOLE_ACCOUNT, Viewer

__all__ = ["CONSOLE", "CONSOLE_ACCOUNT", "Viewer"]
