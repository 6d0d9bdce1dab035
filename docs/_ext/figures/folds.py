"""Show a figure before its code, and fold the code that only draws.

A script runs from top to bottom; a reader wants the picture first. So the page changes the order
of what sphinx-gallery wrote, and puts into closed folds what can wait: code that draws, the answer
to a question, and checks. `kind_of` says which is which, for notebooks too.
"""

import ast
from itertools import takewhile

from docutils import nodes
from sphinx.transforms import SphinxTransform

FIGURE, ANSWER, CHECKS = "The code of this figure", "The answer", "What is checked here"
#: How a text begins that an answer follows.
QUESTION = "Try this:"
#: How sphinx-gallery writes the language of a cell; other code of a page is "python".
LANGUAGE = "Python"


class fold(nodes.General, nodes.Element):  # noqa: N801 (docutils names its nodes so)
    """What is shown when asked for."""


def kind_of(code, text_before):
    """Return the words on the fold of a cell, or None for a cell that stays in sight."""
    if "plt.show()" in code:
        return FIGURE
    if text_before.startswith(QUESTION):
        return ANSWER
    ends = ast.parse(code).body[-1:]  # a notebook may begin with a comment alone
    if "print(" not in code and any(isinstance(end, ast.Assert) for end in ends):
        return CHECKS
    return None


def text_before(cell):
    """Return the paragraph before a cell."""
    node = cell.previous_sibling()
    while isinstance(node, nodes.comment):
        node = node.previous_sibling()
    return node.astext() if isinstance(node, nodes.paragraph) else ""


def outputs(cell):
    """List what sphinx-gallery wrote behind a cell: its figure, and what it printed."""
    behind = cell.parent[cell.parent.index(cell) + 1 :]
    return list(takewhile(is_output, behind))


def is_output(node):
    """Tell what a cell has drawn or printed."""
    return bool({"figure-block", "sphx-glr-script-out"} & set(node.get("classes", ())))


class FoldCode(SphinxTransform):
    """Fold each cell that can wait, and lift the first figure under the lead."""

    default_priority = 212  # before downloads are collected

    def apply(self, **_kwargs):
        """Walk the cells of a chapter."""
        cells = [
            block
            for block in self.document.findall(nodes.literal_block)
            if block.get("language") == LANGUAGE
        ]
        kinds = {cell: kind_of(cell.astext(), text_before(cell)) for cell in cells}
        folds = [put_into_fold(cell, kind) for cell, kind in kinds.items() if kind]
        drawings = [folded for folded in folds if folded["kind"] == FIGURE]
        if drawings:
            lift(drawings[0], cells[0])


def put_into_fold(cell, kind):
    """Put a cell behind its figure, or with what it printed, into a fold."""
    shown, place = outputs(cell), cell.parent
    figures = [node for node in shown if "figure-block" in node["classes"]]
    hidden = [cell] if figures else [cell, *shown]
    folded = fold(kind=kind, classes=["fold", "drawing"] if figures else ["fold"])
    place.insert(place.index([cell, *figures][-1]) + 1, folded)
    for node in hidden:
        place.remove(node)
        folded += node
    return folded


def lift(folded, first_cell):
    """Move a figure and the fold of its code before the first cell."""
    first = first_cell.parent if isinstance(first_cell.parent, fold) else first_cell
    if first is folded:
        return
    for node in (folded.previous_sibling(), folded):
        node.parent.remove(node)
        first.parent.insert(first.parent.index(first), node)


def open_fold(self, node):
    """Begin what a browser opens and closes, also when it searches or follows a link."""
    self.body.append(self.starttag(node, "details"))
    self.body.append(f"<summary>{node['kind']}</summary>\n")


def close_fold(self, _node):
    """End it."""
    self.body.append("</details>\n")


def setup(app):
    """Register the node and the pass."""
    app.add_node(fold, html=(open_fold, close_fold))
    app.add_transform(FoldCode)
