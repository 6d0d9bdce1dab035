"""Draw the picture of the README: that of the training chapter, on any paper.

Code hosts show it on light and dark pages alike, as a file, so it has no background and its
words are grey outlines.
"""

import runpy
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from _ext.figures.svg_figures import draw

ROOT = Path(__file__).parents[3]
GREY = "#808080"  # a contrast of 4 on white and on dark paper


def main():
    """Run the chapter and save its first figure."""
    runpy.run_path(str(ROOT / "gallery/1_the_post/plot_5_training.py"))
    figure = plt.figure(1)
    for patch in (figure.patch, *(axes.patch for axes in figure.axes)):
        patch.set_alpha(0)
    svg = draw(figure, fonttype="path", salt="readme").replace("#000000", GREY)
    svg = "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
    (ROOT / "docs/_static/training.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
