"""What people read of the graph: tables for the terminal, the map of a plan."""
