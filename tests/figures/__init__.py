"""What to ask each figure of the book; ``tests/book/test_figures.py`` does."""

from tests.figures import beyond, pages, the_post
from tests.figures.truth import QUESTIONS

__all__ = ["QUESTIONS", "beyond", "pages", "the_post"]
