"""The repository paraphrases its source: no file repeats nine words in a row of the coded article.

The article itself is not ours to publish. `article-runs.txt` holds one truncated SHA-256 for each run of nine
words in it, sorted, from which no sentence can be read back. To make it again from a copy of the article:
`python tests/architecture/test_texts.py ARTICLE > tests/architecture/article-runs.txt`.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
RUNS = Path(__file__).with_name("article-runs.txt")
RUN = 9
NOT_OURS = {"__pycache__", "_build", "generated", "report", "build", "dist", "node_modules"}


def runs(text: str) -> Iterator[str]:
    """Return a digest of every nine consecutive words, without case, punctuation and line breaks."""
    words = re.findall(r"[\w'-]+", text.lower().replace("’", "'"))
    for i in range(len(words) - RUN + 1):
        yield hashlib.sha256(" ".join(words[i : i + RUN]).encode()).hexdigest()[:16]


def _files() -> Iterator[Path]:
    """Walk over the files of the repository, without environments, caches and what is built."""
    for folder, inner, files in os.walk(ROOT):
        inner[:] = sorted(d for d in inner if d == ".ci" or not (d.startswith(".") or d in NOT_OURS))
        yield from (Path(folder) / name for name in sorted(files))


def _text(path: Path) -> str:
    """Return what a file says, or nothing if it holds no text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_repeats_the_article() -> None:
    """Claims and pages are in our own words, with a locator."""
    known = set(RUNS.read_text("ascii").split())
    assert len(known) > 1_000
    copied = [path.relative_to(ROOT).as_posix() for path in _files() if not known.isdisjoint(runs(_text(path)))]
    assert copied == []


def test_nine_words_are_seen_whatever_their_dress() -> None:
    """The comparison looks through case, quotes, punctuation and line breaks, and needs nine words."""
    plain = list(runs("one two three four five six seven it's nine"))
    assert plain == list(runs("One, two\nthree (four) five: six seven IT’S “nine”."))
    assert len(plain) == 1
    assert not list(runs("one two three four five six seven eight"))


if __name__ == "__main__":
    sys.stdout.write("\n".join(sorted(set(runs(Path(sys.argv[1]).read_text("utf-8"))))) + "\n")
