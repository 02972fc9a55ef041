"""The record of the steps, and the turn that writers take."""

NUMBER = 1
STATEMENTS: tuple[str, ...] = (
    "CREATE CONSTRAINT jiujin_migration IF NOT EXISTS FOR (m:JiujinMigration) REQUIRE m.number IS UNIQUE",
    "CREATE CONSTRAINT jiujin_turn IF NOT EXISTS FOR (t:JiujinTurn) REQUIRE t.id IS UNIQUE",
    "MERGE (t:JiujinTurn {id: 'writing'}) ON CREATE SET t.taken = 0",
)
