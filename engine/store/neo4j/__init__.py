"""The store on a Neo4j server, for many programs at once. All Cypher of the project is in this folder."""

from engine.store.neo4j.access import SCHEMES, Access
from engine.store.neo4j.store import Neo4jStore

__all__ = ["SCHEMES", "Access", "Neo4jStore"]
