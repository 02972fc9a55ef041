"""Nodes and edges."""

NUMBER = 1
STATEMENTS: tuple[str, ...] = (
    """
    CREATE TABLE nodes (
      pk      INTEGER PRIMARY KEY,
      label   TEXT    NOT NULL,
      id      TEXT    NOT NULL,
      version INTEGER NOT NULL,
      props   TEXT    NOT NULL,
      UNIQUE (label, id)
    )
    """,
    """
    CREATE TABLE edges (
      src   INTEGER NOT NULL REFERENCES nodes (pk) ON DELETE CASCADE,
      type  TEXT    NOT NULL,
      dst   INTEGER NOT NULL REFERENCES nodes (pk) ON DELETE CASCADE,
      props TEXT    NOT NULL,
      PRIMARY KEY (src, type, dst)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX edges_back ON edges (dst, type, src)",
)
