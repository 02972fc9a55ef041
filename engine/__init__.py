"""The graph domain: model, store, and the services over them (floors 1 and 2)."""
