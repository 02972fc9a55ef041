"""Each planning job has its progress beside it, from which every server reads whether the job's own server lives."""

NUMBER = 3
STATEMENTS: tuple[str, ...] = (
    """
    INSERT INTO nodes (label, id, version, props)
    SELECT 'JobProgress', id, 1,
      json_object('beat', 0, 'id', id, 'seconds', 0.0, 'stage', '', 'stop_asked', json('false'))
    FROM nodes WHERE label = 'PlanJob'
    """,
)
