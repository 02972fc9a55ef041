"""Each planning job has its progress beside it, from which every server reads whether the job's own server lives."""

NUMBER = 2
STATEMENTS: tuple[str, ...] = (
    "CREATE CONSTRAINT model_JobProgress_id IF NOT EXISTS FOR (p:JobProgress) REQUIRE p.id IS UNIQUE",
    """
    MATCH (j:PlanJob)
    MERGE (p:JobProgress {id: j.id})
    ON CREATE SET p.version = 1, p.beat = 0, p.seconds = 0.0, p.stage = '', p.stop_asked = false
    """,
)
