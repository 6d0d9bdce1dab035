"""Draw the bowl of the error from above."""

import numpy as np
from matplotlib.patches import Ellipse


def draw_rings(axes, moments, **look):
    """Draw rings of equal error, each four times as high as the next one inside."""
    w0, w1 = moments.least_squares()
    sum_x = moments.n * moments.mean_x
    sum_xx = moments.s_xx + sum_x * moments.mean_x
    curvatures, directions = np.linalg.eigh([[moments.n, sum_x], [sum_x, sum_xx]])
    angle = np.degrees(np.arctan2(*directions[:, 0]))  # of the flat direction
    for height in 4.0 ** np.arange(7):
        flat, steep = 2 * np.sqrt(2 * height / curvatures)
        ring = Ellipse((w1, w0), flat, steep, angle=angle, fill=False, edgecolor="0.5")
        axes.add_patch(ring).set(**look)
