r"""
Does it work on real data?
==========================

Yes: the same neuron finds the best line through the 24 nebulae that Edwin Hubble
published in 1929, where each million parsecs adds 454 km/s. Today's value is near 70.
No line fits these points better, but Hubble's distances were much too short.
"""

import matplotlib.pyplot as plt
import numpy as np

from linreg import Moments, init_weights, predict, train

plt.style.use("linreg.book")  # the look of this book; delete it for plain Matplotlib

distances = """
0.032 0.034 0.214 0.263 0.275 0.275 0.45 0.5 0.5 0.63 0.8 0.9
0.9   0.9   0.9   1.0   1.1   1.1   1.4  1.7 2.0 2.0  2.0 2.0
"""
velocities = """
170 290 -130 -70 -185 -220 200 290 270 200 300  -30
650 150  500 920  450  500 500 960 500 850 800 1090
"""
x = np.array(distances.split(), dtype=float)  # millions of parsecs
y = np.array(velocities.split(), dtype=float)  # km/s, positive away from us
w0, w1 = init_weights(rng=1)

# %%
# The data
# --------
# A nebula was a faint cloud in the telescope; today we call these galaxies. For each
# one Hubble had a distance and a velocity. A parsec is 3.26 light years, and a positive
# velocity leads away from us. The farther ones move away faster, and the neuron puts a
# line through them:
#
# .. math::
#
#    \hat y = w_1 x_1 + w_0 .
#
# Here :math:`x_1` is the distance and :math:`\hat y` the predicted velocity. So the
# unit of :math:`w_1` is km/s per million parsecs (Mpc), and that of :math:`w_0` is km/s.
#
# Train
# -----
# The learning rate of the post was chosen for other points. How large it may be depends
# on the data. :attr:`linreg.Moments.max_learning_rate` computes the limit, and
# :doc:`the second part </chapters/2_beyond/plot_3_learning_rate>` says how. Half of it
# is a safe choice. How many epochs are enough? At such a rate you can print the weights
# now and then, until their digits stay.

# Moments are a few sums over the points, which is all that the limit needs.
learning_rate = Moments.from_data(x, y).max_learning_rate / 2
run = train(x, y, w0=w0, w1=w1, learning_rate=learning_rate, epochs=250)

print(f"{'epoch':8}{'w0':>10}{'w1':>10}")
for epoch in range(0, 251, 50):
    print(f"{epoch:<8}{run.w0[epoch]:10.4f}{run.w1[epoch]:10.4f}")
w1_exact, w0_exact = np.polyfit(x, y, 1)
print(f"{'exact':8}{w0_exact:10.4f}{w1_exact:10.4f}")

# %%
# From epoch 150 on all printed digits stay, and they are those of the exact line, the
# one with the smallest error of all. The training is finished. Still, the points
# scatter widely: on average the line misses a velocity by 179 km/s. At the distance 0
# the line is at -41 km/s and not at 0. With so much scatter this means little.
#
# The best line through wrong distances
# -------------------------------------
# The slope is called the Hubble constant, and it says how fast the universe expands. It
# has been measured many times since. Hubble himself also allowed for the motion of the
# sun. He found 465 from these nebulae, and 513 when he put them into groups. Two of the
# best values are 67.4, from the oldest light that we can see (Planck 2018), and 73.04,
# from stars and supernovae (Riess 2022). They do not quite agree, and nobody knows why.
# But both are near 70, and 454 is more than six times as much.
#
# The neuron did nothing wrong. Hubble judged a distance by how bright a star looks, and
# the stars that he used are much brighter than anybody knew then. So his distances were
# too short, and a line over distances that are too short is too steep. The neuron
# cannot see this: all that it has is :math:`x_1` and :math:`y`.

planck, riess = 67.4, 73.04  # km/s per Mpc
today = (planck + riess) / 2
ends = np.array([0, 2.1])

fig, ax = plt.subplots()
ax.plot(ends, today * ends, color="C2", linewidth=1.5)
ax.plot(x, y, "o", markersize=6)
ax.plot(ends, predict(ends, run.w0[-1], run.w1[-1]), color="C1")
ax.text(1.35, 640, "learned", ha="right")
ax.text(1.5, 0, "today")
ax.set(xlabel="distance $x_1$ in Mpc", ylabel="velocity $y$ in km/s")
ax.set_title(
    f"The neuron finds {run.w1[-1]:.0f} km/s per Mpc.\nToday it is near {today:.0f}"
)
fig.set_label(  # for readers who cannot see the figure
    f"Velocity against distance of {x.size} nebulae, widely scattered around the rising "
    f"line that the neuron learned. The grey line of today is {run.w1[-1] / today:.1f} "
    "times less steep and passes far below most of the nebulae."
)
plt.show()

# %%
# **Try this:** make every distance 6.5 times as long, choose the rate again, and train
# for 3000 epochs. What happens to :math:`w_1`, and what to the error?

longer = 6.5 * x
rate = Moments.from_data(longer, y).max_learning_rate / 2
again = train(longer, y, w0=w0, w1=w1, learning_rate=rate, epochs=3000)
print(f"w1 is {again.w1[-1]:.1f} instead of {run.w1[-1]:.1f}.")
print(f"The error is {again.sse[-1]:.0f}, and it was {run.sse[-1]:.0f}: no error tells")
print("which distances are the right ones.")

# %%

assert abs(run.w0[-1] - -40.783649) < 1e-6
assert abs(run.w1[-1] - 454.158441) < 1e-6
assert np.isclose(again.sse[-1], run.sse[-1], rtol=1e-9)

# %%
# Sources: E. Hubble, "A relation between distance and radial velocity among
# extra-galactic nebulae", Proceedings of the National Academy of Sciences 15 (1929),
# pages 168 to 173, table 1. Planck Collaboration, "Planck 2018 results. VI.
# Cosmological parameters", Astronomy & Astrophysics 641 (2020), article A6. A. G. Riess
# and others, The Astrophysical Journal Letters 934 (2022), article L7.
#
# This is the end of the post and of what we added to it. :doc:`The second part
# </chapters/2_beyond/plot_1_bowl_and_hinge>` asks why the training goes as it does.
