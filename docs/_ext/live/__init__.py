"""The parts of a page that move."""
