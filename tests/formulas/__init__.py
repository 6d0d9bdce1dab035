"""What a formula of the book says, computed; ``tests/book/test_formulas.py`` asks."""
