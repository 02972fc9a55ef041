"""From here on the writers' node holds, of each label and edge type, the mark of the last transaction that wrote one.

There is nothing to do; the step keeps programs out that would write without leaving their marks.
"""

NUMBER = 4
STATEMENTS: tuple[str, ...] = ()
