"""A browser, for the tests that need one."""

import pytest
from chromium import CHROMIUM


@pytest.fixture(scope="module")  # while it is open, nothing else in this process can have an event loop
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
