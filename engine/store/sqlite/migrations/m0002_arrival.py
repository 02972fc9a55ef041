"""What is moving in: at most one row."""

NUMBER = 2
STATEMENTS: tuple[str, ...] = ("CREATE TABLE arrival (what TEXT NOT NULL)",)
