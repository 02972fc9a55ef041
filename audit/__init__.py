"""The interface looked at from outside: public audits, reference clients, and the checks of a known security tool."""
