"""The search of the book finds what it is about, from disk."""

import pytest

RESULTS = "#search-results li a"
SEARCHES = [
    ("chain rule", "plot_2_chain_rule.html"),
    ("learning rate", "plot_3_learning_rate.html"),
]


@pytest.mark.parametrize(("words", "chapter"), SEARCHES)
def test_search_finds_the_chapter(page, site, words, chapter):
    page.goto((site / "index.html").as_uri())
    page.locator("input[name=q]").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    found = page.locator(f"{RESULTS}[href*='{chapter}']").first
    found.wait_for()
    found.click()
    page.wait_for_url(f"**/{chapter}*")


#: What people look for, and the page that answers it.
WORDS = {
    "backpropagation": "plot_2_chain_rule.html",
    "gradient descent": "plot_5_training.html",
    "feature scaling": "plot_4_three_hundred_to_one.html",
    "learning rate": "plot_3_learning_rate.html",
    "loss": "derivations/loss.html",
    "maximum likelihood": "plot_7_why_squares.html",
    "momentum": "troubleshooting.html",
    "oscillates": "troubleshooting.html",
    "normalize": "plot_4_three_hundred_to_one.html",
    "pandas": "troubleshooting.html",
    "SGD": "plot_5_mini_batches.html",
    "standardize": "plot_4_three_hundred_to_one.html",
    "StandardScaler": "plot_4_three_hundred_to_one.html",
    "stochastic": "plot_5_mini_batches.html",
}


@pytest.mark.parametrize("words", WORDS)
def test_the_first_page_that_search_finds_is_the_one_that_answers(
    same_page, site, words
):
    page = same_page
    page.goto(f"{(site / 'search.html').as_uri()}?q={words}")
    page.locator(RESULTS).first.wait_for()
    assert WORDS[words] in page.locator(RESULTS).first.get_attribute("href")


def test_search_says_so_when_it_finds_nothing(page, site):
    page.goto(f"{(site / 'search.html').as_uri()}?q=xylophone")
    page.get_by_text("did not match any documents").wait_for()
    assert page.locator(RESULTS).count() == 0
