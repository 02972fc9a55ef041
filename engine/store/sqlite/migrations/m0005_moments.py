"""Of each label and edge type, the mark of the last transaction that wrote one of them."""

NUMBER = 5
STATEMENTS: tuple[str, ...] = ("CREATE TABLE moments (kind TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID",)
