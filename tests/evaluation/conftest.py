"""The measure of the whole corpus, made once for all tests of this folder in a process."""

import pytest

from evaluation.run import CORPUS, Report, evaluate


@pytest.fixture(scope="session")
def report() -> Report:
    return evaluate(CORPUS)
