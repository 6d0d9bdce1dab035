"""What a browser makes of a page: when it has come, and how bright and how large its parts are."""

#: What a finger hits without looking twice, in pixels.
COMFORTABLE = 44
# Of a colour of the PROPERTY, 0 for black and 1 for white; no colour at all is the paper.
BRIGHTNESS = """element => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(element)[PROPERTY];
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return alpha ? (21 * red + 72 * green + 7 * blue) / 25500 : 1;
}"""
TEXT = BRIGHTNESS.replace("PROPERTY", "'color'")
BACKGROUND = BRIGHTNESS.replace("PROPERTY", "'backgroundColor'")


def sizes(page, selector):
    """Return the boxes of what matches."""
    return page.locator(selector).evaluate_all(
        "found => found.map(one => [one.getBoundingClientRect().width, "
        "one.getBoundingClientRect().height])"
    )


def boxes(locator):
    """Return where the elements are at one moment: one by one, a page that scrolls would move."""
    return locator.evaluate_all(
        "found => found.map(one => one.getBoundingClientRect().toJSON())"
    )


def arrive(page, path):
    """Open a page and wait for its faces: where they come late, all below them moves once more."""
    page.goto(path.as_uri())
    await_faces(page)


def await_faces(page):
    """Wait for the faces that a page has asked for."""
    page.evaluate("() => document.fonts.ready.then(() => null)")
