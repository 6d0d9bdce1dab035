"""What a number of the prose should be, computed; ``tests/book/test_numbers.py`` asks."""
