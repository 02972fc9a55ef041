"""Whether a server answers, and what it says it is."""

from __future__ import annotations

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from engine.errors import ServerFailed
from engine.store.neo4j_server.home import USER, Home


def version_of(home: Home) -> str | None:
    """The version of the server of this home, None while it does not answer. Raises ``ServerFailed``."""
    question = "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version"
    try:
        with (
            GraphDatabase.driver(
                f"bolt://{home.listening()}", auth=(USER, home.password()), connection_timeout=5
            ) as driver,
            driver.session(database="neo4j") as session,
        ):
            record = session.run(question).single(strict=True)
    except AuthError as error:
        raise ServerFailed(
            f"Neo4j 不认 {home.password_file} 里的密码。The server refuses the password of this file."
        ) from error
    except (DriverError, Neo4jError):
        return None
    return str(record["version"])
