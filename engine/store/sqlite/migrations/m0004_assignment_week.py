"""Each assignment says its week, that of its shift."""

NUMBER = 4
STATEMENTS: tuple[str, ...] = (
    """
    UPDATE nodes
    SET props = json_set(nodes.props, '$.week', json_extract(shift.props, '$.week'))
    FROM edges JOIN nodes AS shift ON shift.pk = edges.dst
    WHERE nodes.label = 'Assignment' AND edges.src = nodes.pk AND edges.type = 'TO_SHIFT'
    """,
)
