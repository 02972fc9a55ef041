"""``python -m benchmarks.solver.timefold.fetch``: Timefold's Community artefacts by Maven, then our model compiled.

The versions are those of pom.xml and of what it asks for; every file must have the checksum that jars.sha256 names.
Needs `mvn` and a JDK 17; everything lands in var/timefold, and nothing is fetched that is already there.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[2] / "var" / "timefold"
JARS, CLASSES = HOME / "lib", HOME / "classes"
CLASS_PATH = f"{JARS}/*:{CLASSES}"


class MissingError(RuntimeError):
    """缺少 Java、Maven 或 Timefold 的文件。"""


def ready() -> str:
    """Why Timefold cannot run here, or nothing."""
    for command in ("java", "javac"):
        if shutil.which(command) is None:
            return f"{command} 不在 PATH 上（要 JDK 17）"
    wrong = [name for name, checksum in _checksums().items() if _checksum(JARS / name) != checksum]
    return f"缺 {len(wrong)} 个文件，先运行 python -m benchmarks.solver.timefold.fetch" if wrong else ""


def fetch() -> None:
    """Every artefact is there with its checksum, or MissingError tells what is not."""
    if any(_checksum(JARS / name) != checksum for name, checksum in _checksums().items()):
        if shutil.which("mvn") is None:
            raise MissingError("mvn 不在 PATH 上")
        shutil.rmtree(JARS, ignore_errors=True)
        command = ["mvn", "-B", "-q", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
        subprocess.run([*command, f"-DoutputDirectory={JARS}"], check=True)
    if trouble := ready():
        raise MissingError(trouble)
    compile_model()


def compile_model() -> None:
    """The classes are those of the sources as they stand."""
    if trouble := ready():
        raise MissingError(trouble)
    sources = sorted(HERE.glob("jiujin/*.java"))
    newest = max(source.stat().st_mtime for source in sources)
    done = CLASSES / "done"
    if not done.exists() or done.stat().st_mtime < newest:
        command = ["javac", "-d", str(CLASSES), "-cp", f"{JARS}/*", "--release", "17"]
        subprocess.run([*command, *map(str, sources)], check=True)
        done.touch()


def _checksums() -> dict[str, str]:
    lines = (HERE / "jars.sha256").read_text(encoding="ascii").splitlines()
    return {name: checksum for checksum, name in (line.split() for line in lines)}


def _checksum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""


if __name__ == "__main__":
    fetch()
