"""The package's addresses on the web, and the README as a package index shows it: with links that lead there.

Both come from the home of the repository: `home` in pyproject.toml, else what an sdist says, else the `origin` of the
checkout. Where none is known, there are no addresses, and a link to a file of the repository becomes plain text.
"""

from __future__ import annotations

import re
import subprocess
from email import message_from_string
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"\[([^\]]*)\]\((?!https?:|mailto:|#)([^)\s]+)\)")
_FENCE = re.compile(r"^(```.*?^```)$", re.DOTALL | re.MULTILINE)
_SSH = re.compile(r"(?:ssh://)?[\w.-]+@([\w.-]+)(?::\d+)?[:/](.+)")
_WEB = re.compile(r"https?://(?:[^/@]*@)?([\w.:-]+)/(.+)")


class Home(MetadataHookInterface):
    """Fills in `urls` and `readme`."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set both fields."""
        root = Path(self.root)
        home = web_address(self.config.get("home", "")) or _of_sdist(root) or web_address(_origin(root))
        text = (root / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": with_absolute_links(text, root, home)}
        metadata["urls"] = project_urls(home)


def project_urls(home: str) -> dict[str, str]:
    """Label → address; none without a home."""
    if not home:
        return {}
    return {
        "Repository": home,
        "Documentation": f"{home}/tree/HEAD/docs",
        "Changelog": f"{home}/blob/HEAD/CHANGELOG.md",
        "Issues": f"{home}/issues",
    }


def with_absolute_links(text: str, root: Path, home: str) -> str:
    """Markdown whose links to files of the repository lead to its home; without one, they are plain text."""

    def absolute(found: re.Match[str]) -> str:
        kind = "tree" if (root / found[2].partition("#")[0]).is_dir() else "blob"
        return f"[{found[1]}]({home}/{kind}/HEAD/{found[2]})" if home else found[1]

    return "".join(part if i % 2 else _LINK.sub(absolute, part) for i, part in enumerate(_FENCE.split(text)))


def web_address(remote: str) -> str:
    """The web address of a git remote, without user and password; "" for a folder or anything else."""
    found = _WEB.fullmatch(remote) or _SSH.fullmatch(remote)
    return f"https://{found[1]}/{found[2].strip('/').removesuffix('.git')}" if found else ""


def _of_sdist(root: Path) -> str:
    """The home that an unpacked sdist names."""
    facts = root / "PKG-INFO"
    if not facts.is_file():
        return ""
    urls = message_from_string(facts.read_text(encoding="utf-8")).get_all("Project-URL") or []
    return next((url.partition(", ")[2] for url in urls if url.startswith("Repository, ")), "")


def _origin(root: Path) -> str:
    """Where the checkout was cloned from; "" if the folder is no checkout of its own."""
    if Path(_git(root, "rev-parse", "--show-toplevel") or "/").resolve() != root.resolve():
        return ""
    return _git(root, "config", "--get", "remote.origin.url")


def _git(root: Path, *command: str) -> str:
    try:
        done = subprocess.run(["git", "-C", root, *command], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
