"""Let authors mark a formula that sets a condition: ``:given:`m = 0``` in place of ``:math:``.

Readers see no difference. The tests do: a condition holds where its sentence says, not everywhere.
"""

from docutils.parsers.rst.roles import math_role


def setup(app):
    """Register the role."""
    app.add_role("given", math_role)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
