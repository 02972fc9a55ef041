"""Each assignment says its week, that of its shift."""

NUMBER = 3
STATEMENTS: tuple[str, ...] = ("MATCH (a:Assignment)-[:TO_SHIFT]->(s:Shift) SET a.week = s.week",)
