"""Tests of the study that this repository holds: what stands here may change with an accepted edit of its data."""

import pytest

from marketshare.studies import Study


@pytest.fixture(scope="session")
def root(repository):
    """Root of this repository's study."""
    return repository


@pytest.fixture(scope="session")
def study(root):
    """The study of this repository."""
    return Study.at(root)
