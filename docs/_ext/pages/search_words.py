"""Keep the words that pages give to the search, also of pages that a build leaves as they are.

Sphinx collects them while it writes a page, and forgets them when a later build does not write it.
"""

from sphinx.util.index_entries import split_index_msg


def remember(_app, env):
    """Take the words of all pages from the index, which forgets none."""
    for page, entries in sorted(env.domains.index_domain.entries.items()):
        env._search_index_index_entries[page] = sorted(
            {
                (word, target or "", main)
                for kind, value, target, main, _ in entries
                for word in split_index_msg(kind, value)
            }
        )


def setup(app):
    """Look at the pages before any is written."""
    app.connect("env-updated", remember)
