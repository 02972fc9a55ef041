"""Timefold as a peer: a small Java model of the same costs, run as a process of its own."""
