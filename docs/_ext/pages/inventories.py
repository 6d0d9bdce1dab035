"""Link to NumPy, Matplotlib and Python without asking the network.

``docs/_inv`` lists, one name a line, what our pages link to. At the start of a build these lists
become the inventory files that intersphinx reads; the links lead to the public documentation.
"""

import zlib
from pathlib import Path


def inventory(text, project):
    """Return an inventory file (version 2) for lines ``name role address``.

    An address may end in ``$``, which stands for the name.
    """
    entries = [
        "{} {} 1 {} -".format(*line.split())
        for line in text.splitlines()
        if line.strip() and not line.startswith("#")
    ]
    head = (
        "# Sphinx inventory version 2\n"
        f"# Project: {project}\n"
        "# Version: \n"
        "# The remainder of this file is compressed using zlib.\n"
    )
    return head.encode() + zlib.compress("\n".join([*entries, ""]).encode(), 9)


def write_inventories(app, config):
    """Convert the lists into the build folder and tell intersphinx where they are."""
    target = Path(app.doctreedir, "inventories")
    target.mkdir(parents=True, exist_ok=True)
    for project, address in config.listed_projects.items():
        listed = Path(app.srcdir, "_inv", f"{project}.txt").read_text(encoding="utf-8")
        written = target / f"{project}.inv"
        written.write_bytes(inventory(listed, project))
        config.intersphinx_mapping[project] = (address, str(written))


def setup(app):
    """Run before intersphinx checks its mapping (priority 800)."""
    app.add_config_value("listed_projects", {}, "env", dict)
    app.connect("config-inited", write_inventories, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
