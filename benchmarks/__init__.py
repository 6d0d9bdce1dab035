"""The same training in other people's tools: whether they agree, and how long they take."""
