"""Compares the versions that THIRD_PARTY.md gives with those that scripts/install-packages.sh installs."""

import argparse
import pathlib
import re
import sys


def pinned(script):
    """{package: version} of the list in the script, without Debian's epochs, which are no part of what people call a version."""
    return {name: version.split(":")[-1] for name, version in re.findall(r"^  \[([\w+-]+)\]=(\S+)$", script, re.M)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True, help="the project's root")
    root = parser.parse_args().root
    versions = pinned((root / "scripts/install-packages.sh").read_text())
    notices = (root / "THIRD_PARTY.md").read_text().splitlines()
    wrong = [f"{name} {version}" for name, version in versions.items()
             if not any(f"`{name}`" in line and version in line for line in notices)]
    for line in wrong:
        print(f"THIRD_PARTY.md: no line names `{line.replace(' ', '` with the version ')}, which scripts/install-packages.sh installs")
    print(f"versions: {len(versions)} are pinned, {len(wrong)} not as THIRD_PARTY.md says")
    sys.exit(1 if wrong or not versions else 0)


if __name__ == "__main__":
    main()
