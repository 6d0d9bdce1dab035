"""Make the fonts that the site ships: ``make fonts``.

They come from packages of npm and from Matplotlib, are cut to the signs below and lie in
``_static/fonts`` with their licences. A sign that a page shows and no shipped font has would come
from the reader's machine and look different on each; a browser test names it. Then it is added
here and the fonts are made anew.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import matplotlib
from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SHIPPED = Path(__file__).parent / "_static" / "fonts"


def between(first, last):
    """Return the signs from the first to the last."""
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


ASCII = between(" ", "~")
GREEK = "ΔΣ" + between("α", "ω")
MARKS = "\u00a0§©¶–—‘’“”…′¹²³°±·×÷−"
#: People's names have accents, predictions have hats.
TEXT = ASCII + between("ß", "ü") + "ÉÖÜŷ" + GREEK + MARKS
#: Signs that the text has from the font of the formulas (see book.css).
SIGNS = "⁰⁴⁵⁶⁷⁸⁹⁻←→∂√∞≈≠≤≥∑⋅"
#: Matplotlib sets hats and bars as signs of their own.
LABELS = ASCII + "é\u0302\u0304" + GREEK + MARKS + SIGNS
#: The letters of formulas have places of their own: bold, italic, Greek, script.
ITALIC = between("𝐴", "𝑔") + "ℎ" + between("𝑖", "𝑧") + "𝚤𝚥" + between("𝛢", "𝜛")
LETTERS = between("𝐀", "𝐳") + ITALIC + "ϕϵϑℒℓℕℝ𝒟𝒩𝒪𝒯𝒰𝔼"
ACCENTS = "¯ˆˇ˘˙˜‾\u20d7\u0338" + between("\u0300", "\u0308")
JOINERS = between("\u2061", "\u2064")
OPERATORS = "¬‖†‴⇒⇔↦∀∃∅∇∈∉∏∓∗∘∝∥∧∨∩∪∫∼≃≅≔≡≪≫⊂⊆⊕⊗⊤⊥⋮⋯⋱⌈⌉⌊⌋⏞⏟⟨⟩"
FORMULAS = ASCII + GREEK + MARKS + SIGNS + LETTERS + ACCENTS + JOINERS + OPERATORS


class Family(NamedTuple):
    """Where fonts come from and what is kept of them."""

    package: str
    signs: str
    features: list
    #: Of each font, its name in the package ("*" for the scripts) and its weight, if it has many.
    fonts: dict


FAMILIES = {
    "stix-two-text": Family(
        "@fontsource-variable/stix-two-text@5.3.0",
        TEXT,
        ["kern", "mark", "mkmk", "ccmp", "liga", "lnum", "tnum"],
        {
            "stix-two-text": ("stix-two-text-*-wght-normal", 400),
            "stix-two-text-bold": ("stix-two-text-*-wght-normal", 620),
            "stix-two-text-italic": ("stix-two-text-*-wght-italic", 400),
        },
    ),
    "jetbrains-mono": Family(
        "@fontsource-variable/jetbrains-mono@5.3.0",
        TEXT,
        ["mark", "mkmk", "ccmp"],
        {"jetbrains-mono": ("jetbrains-mono-*-wght-normal", 400)},
    ),
    "stix-two-math": Family(
        "@fontsource/stix-two-math@5.3.0",
        FORMULAS,
        ["ccmp", "dtls", "flac", "ssty"],  # flat accents, no dots, exponents
        {"stix-two-math": ("stix-two-math-latin-400-normal", None)},
    ),
}
SCRIPTS = ("latin", "latin-ext", "greek")
FIGURES = {
    "dejavu-sans": "DejaVuSans",
    "dejavu-sans-oblique": "DejaVuSans-Oblique",
    "dejavu-sans-bold": "DejaVuSans-Bold",
}


def main():
    """Write every font, and the licence of each family beside it."""
    for name, family in FAMILIES.items():
        with TemporaryDirectory() as folder:
            package = unpacked(family.package, Path(folder))
            shutil.copyfile(package / "LICENSE", SHIPPED / f"OFL-{name}.txt")
            for font, (pattern, weight) in family.fonts.items():
                whole = joined(package / "files", pattern, weight)
                write(font, whole, family.signs, family.features)
    source = Path(matplotlib.get_data_path(), "fonts", "ttf")
    shutil.copyfile(source / "LICENSE_DEJAVU", SHIPPED / "LICENSE-dejavu.txt")
    for font, name in FIGURES.items():
        write(font, TTFont(source / f"{name}.ttf"), LABELS, [])


def unpacked(package, folder):
    """Get a package from npm."""
    subprocess.run(
        ["npm", "pack", package], cwd=folder, check=True, capture_output=True
    )
    (archive,) = folder.glob("*.tgz")
    shutil.unpack_archive(archive, folder, filter="data")
    return folder / "package"


def joined(folder, pattern, weight):
    """Return a font of one weight that holds the scripts which the package keeps apart."""
    names = dict.fromkeys(pattern.replace("*", script) for script in SCRIPTS)
    parts = []
    for name in names:
        font = TTFont(folder / f"{name}.woff2")
        parts.append(
            instantiateVariableFont(font, {"wght": weight}) if weight else font
        )
    if len(parts) == 1:
        return parts[0]
    paths = [folder / f"{name}.ttf" for name in names]
    for part, path in zip(parts, paths, strict=True):
        part.flavor = None
        part.save(path, reorderTables=False)
    return Merger().merge([str(path) for path in paths])


def write(name, font, signs, features):
    """Cut a font to some signs and features and ship it."""
    if missing := {ord(sign) for sign in signs} - set(font.getBestCmap()):
        raise SystemExit(f"{name} has no {' '.join(map(chr, sorted(missing)))}")
    keep = Options(layout_features=features, hinting=False)
    keep.drop_tables += ["FFTM"]  # the notes of an editor
    cutter = Subsetter(keep)
    cutter.populate(text=signs)
    cutter.subset(font)
    # The same bytes every time.
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = 2_082_844_800  # 1970
    font.flavor = "woff2"
    font.save(SHIPPED / f"{name}.woff2")


if __name__ == "__main__":
    main()
