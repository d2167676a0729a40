"""The same pictures through the parts alone: two processes that decode, describe and embed, and do nothing else."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from pressroom.providers.describe import Evidence
from pressroom.providers.describe.local.describer import MODULES, describe_apart
from pressroom.providers.embed import caption_text
from pressroom.providers.embed.local import embed_apart
from pressroom.providers.files.parsing import parse
from pressroom.providers.pictures import JPEG, Developed, Limits, Size
from pressroom.providers.pictures.local import DEVELOPING

PROCESSES = 2


def seconds_of_parts(paths: Sequence[Path]) -> float:
    """Return how long the parts take for all pictures, everything loaded before."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(_parts, paths[: 2 * PROCESSES]))
        began = perf_counter()
        list(pool.map(_parts, paths))
        return perf_counter() - began


def _parts(path: Path) -> int:
    developed: Developed = parse(DEVELOPING, "develop", path, JPEG, Limits())
    evidence = Evidence(path.name, images=(developed.thumbnails[Size.MEDIUM],))
    said = describe_apart(MODULES["picture"], evidence, ())["values"]
    caption = caption_text(said["description"], said["tags"], said["content"], said["subjects"])
    return len(embed_apart((caption,)))
