"""Documents compiled: each selection set becomes a Python function, and the stock executor does all that is unusual.

graphql-core decides for each field of each object anew what is to be done. Here that is decided once a document: fields
that are plain attributes become one generated function an object (``attributes``), the others keep graphql-core's order
of calls, awaits and errors (``selection``). Whenever a value is not what it should be (null where it may not be, an
exception, something to await, another type), nothing has been called yet that could not be called again, and
graphql-core's own code takes over for that object: so errors are its errors, with its paths and places.
"""

from schema.compiled.executor import compiled_executor

__all__ = ["compiled_executor"]
