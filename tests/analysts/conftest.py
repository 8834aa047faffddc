"""One sample warehouse for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysts.sample import make_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("analysts"))
