/** The neuron: its error on some points, and both slopes of that error. */

/** Give the error of a line and both its slopes: one pass over all points. */
export function pass({ x, y }, w0, w1) {
  let sse = 0, dE_dw0 = 0, dE_dw1 = 0;
  for (let i = 0; i < x.length; i++) {
    const miss = w1 * x[i] + w0 - y[i];
    sse += 0.5 * miss * miss;
    dE_dw0 += miss;
    dE_dw1 += miss * x[i];
  }
  return { sse, dE_dw0, dE_dw1 };
}
