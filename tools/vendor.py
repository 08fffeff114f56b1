"""Copy the browser libraries and the fonts we ship out of their npm packages, at pinned versions.

    python tools/vendor.py

Each package is fetched with `npm pack`, its bytes are compared with the integrity written here, and
the named files are copied with their licence. Nothing is fetched when the application is installed or run.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "sellergate"


@dataclass(frozen=True)
class Package:
    """What is taken from one npm package."""

    name: str
    version: str
    integrity: str
    destination: Path
    files: dict[str, str]


PACKAGES = (
    Package(
        "htmx.org",
        "4.0.1",
        "sha512-oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==",
        SOURCE / "web" / "static" / "vendor",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"},
    ),
    Package(
        "@scalar/api-reference",
        "1.72.1",
        "sha512-XpEJ0rfc/cXbCrR+iC4kK0o/WwX2dTtGQbT049OlPKAHD6IMIFdTeGz2r+M27P2EDWKyUITRm/NzlP8z2pw/Ow==",
        SOURCE / "devportal" / "static" / "vendor",
        # Its archive carries no licence text: scalar.LICENSE.txt beside it is kept by hand.
        {"dist/browser/standalone.js": "scalar-api-reference.js"},
    ),
    Package(
        "dejavu-fonts-ttf",
        "2.37.3",
        "sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==",
        SOURCE / "market" / "papers" / "fonts",
        {
            "ttf/DejaVuSansCondensed.ttf": "DejaVuSansCondensed.ttf",
            "ttf/DejaVuSansCondensed-Bold.ttf": "DejaVuSansCondensed-Bold.ttf",
            "LICENSE": "dejavu.LICENSE.txt",
        },
    ),
)


def main() -> None:
    """Fetch and copy every package."""
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            archive = pack(package, Path(folder))
            check_integrity(package, archive)
            copy_files(package, archive)
        print(f"{package.name} {package.version}: {', '.join(package.files.values())}")


def pack(package: Package, folder: Path) -> Path:
    """Download the package's archive with npm's own client."""
    done = subprocess.run(
        ["npm", "pack", "--json", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    json.loads(done.stdout)
    return next(folder.glob("*.tgz"))


def check_integrity(package: Package, archive: Path) -> None:
    """Refuse an archive whose bytes are not the pinned ones."""
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise SystemExit(f"{package.name} {package.version}: unexpected bytes (sha512-{digest})")


def copy_files(package: Package, archive: Path) -> None:
    """Copy the named files out of the archive."""
    package.destination.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as tar:
        for source, target in package.files.items():
            member = tar.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{package.name} {package.version}: {source} is not a file")
            content = member.read()
            (package.destination / target).write_bytes(content)


if __name__ == "__main__":
    main()
