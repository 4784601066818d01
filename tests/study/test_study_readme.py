"""What the README shows of this study."""

import doctest


def test_the_examples_of_the_readme_hold(repository):
    result = doctest.testfile(str(repository / "README.md"), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0
