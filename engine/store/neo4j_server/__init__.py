"""A real Neo4j Community server on this machine, without Docker: fetched, started, stopped, looked at."""
