"""Tell the metadata of the package where its repository is, once that is known.

The address stands in one place, `[tool.hatch.metadata.hooks.custom]` of pyproject.toml. While it
is empty the metadata have no links, and the README keeps its own, which work inside a clone.
"""

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

ADDRESS = re.compile(r"https://github\.com/(?P<owner>[\w-]+)/(?P<name>[\w.-]+)")
LINK = re.compile(r"(?P<words>(?P<picture>!?)\[[^]]*\])\((?P<path>[^):#][^):]*)\)")


def parts(repository):
    """Return owner and name of a repository, or refuse its address."""
    if found := ADDRESS.fullmatch(repository):
        return found.groups()
    raise ValueError(
        f"the address of the repository is {repository!r} in pyproject.toml; "
        "write it like 'https://github.com/owner/name', without a slash at its end, or leave it ''"
    )


def urls(repository):
    """Return the links that an index of packages shows beside the description."""
    owner, name = parts(repository)
    return {
        "Documentation": f"https://{owner.lower()}.github.io/{name}/",
        "Repository": repository,
        "Issues": f"{repository}/issues",
        "Changelog": f"{repository}/blob/HEAD/CHANGELOG.md",
    }


def with_full_links(text, repository):
    """Return a Markdown text whose links and pictures work outside the repository too."""

    def full(link):
        kind = "raw" if link["picture"] else "blob"
        return f"{link['words']}({repository}/{kind}/HEAD/{link['path']})"

    return LINK.sub(full, text)


class Links(MetadataHookInterface):
    """Fill in the two fields that pyproject.toml calls dynamic."""

    def update(self, metadata):
        """Set the long description and the links."""
        repository = self.config["repository"]
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        if repository:
            metadata["urls"] = urls(repository)
            text = with_full_links(text, repository)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
