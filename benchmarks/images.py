"""An avatar of 5 MB and 12 megapixels: what drawing it takes in time and memory, beside bare Pillow doing the same.

"The same" is the same four WebP pictures. Bare Pillow is met twice: decoding the whole picture, as most code does, and
told beforehand how small it may become. Neither checks anything. Each draws in a process of its own, so that peak
memory is its own: what the process had at most, less what it had with everything imported and the file read.
"""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PIL import Image

from benchmarks.measuring import Line, in_turn

ROUNDS = 5
TIMES = 3

BEGIN = """
import io, json, re, sys, time
from pathlib import Path
from PIL import Image, ImageCms, ImageOps
import django
django.setup()
from config import images
images.draw(Path(sys.argv[1]).with_name("warm.jpg").read_bytes(), images.AVATAR)
data = Path(sys.argv[1]).read_bytes()

def most():  # KiB that were ever in use since the last look
    told = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
    Path("/proc/self/clear_refs").write_text("5")
    return told
"""
DRAW = {
    "ours": "draw = lambda: images.draw(data, images.AVATAR)",
    "bare Pillow, decoding all": """
def draw():
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    whole = image.copy()
    whole.thumbnail((1200, 1200), Image.Resampling.LANCZOS)
    made = [whole, *(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS) for side in (600, 300, 150))]
    for each in made:
        each.save(io.BytesIO(), "WEBP", quality=82, method=4)
""",
    "bare Pillow, decoding small": """
def draw():
    image = Image.open(io.BytesIO(data))
    image.draft("RGB", (1200, 1200))
    image = ImageOps.exif_transpose(image)
    whole = image.copy()
    whole.thumbnail((1200, 1200), Image.Resampling.LANCZOS)
    made = [whole, *(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS) for side in (600, 300, 150))]
    for each in made:
        each.save(io.BytesIO(), "WEBP", quality=82, method=4)
""",
}
END = f"""
most(); before = most()
began = time.perf_counter()
for _ in range({TIMES}):
    draw()
took = (time.perf_counter() - began) / {TIMES}
print(json.dumps([took * 1000, (most() - before) / 1024]))
"""


def photograph(width: int, height: int, wanted: int) -> bytes:
    """A JPEG of that size, and within a tenth of `wanted` bytes: shapes with grain, as a camera sees them."""
    chance = random.Random(1)
    base = Image.frombytes("RGB", (160, 120), chance.randbytes(160 * 120 * 3)).resize((width, height))
    grain = Image.frombytes("RGB", (1600, 1200), chance.randbytes(1600 * 1200 * 3)).resize((width, height))
    image = Image.blend(base, grain, 0.35)
    least, most = 5, 98
    while True:
        quality = (least + most) // 2
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        if abs(out.tell() - wanted) < wanted // 10 or least >= most:
            return out.getvalue()
        least, most = (quality + 1, most) if out.tell() < wanted else (least, quality - 1)


def measured(code: str, path: Path) -> tuple[float, float]:
    """Milliseconds for one drawing, and MiB of memory beyond the start, in a process of its own."""
    command = [sys.executable, "-c", BEGIN + code + END, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    took, grown = json.loads(ended.stdout)
    return took, grown


def run(scales: list[int]) -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photograph.jpg"
        path.write_bytes(photograph(4_000, 3_000, 5_000_000))
        path.with_name("warm.jpg").write_bytes(photograph(64, 48, 1_000))
        grown: dict[str, list[float]] = {name: [] for name in DRAW}

        def took(name: str) -> float:
            milliseconds, mebibytes = measured(DRAW[name], path)
            grown[name].append(mebibytes)
            return milliseconds

        times = in_turn({name: partial(took, name) for name in DRAW}, ROUNDS)
        size = f"avatar of {path.stat().st_size / 1e6:.1f} MB, 12 megapixels"
    bare = "bare Pillow, decoding all"
    for name in DRAW:
        yield Line(f"{size}, time", name, times[name], "ms", times[name] / times[bare], bare)
    memory = {name: max(figures) for name, figures in grown.items()}
    for name in DRAW:
        yield Line(f"{size}, memory", name, memory[name], "MiB", memory[name] / memory[bare], bare)
