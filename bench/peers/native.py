"""σ by NumPy, SciPy and PyTorch, over FOLDER/x.float64 and x.float32: one round of timing, printed as JSON.

    python3 native.py FOLDER

What each subject computed goes to FOLDER/<name>.<type>, for Node to verify.
"""

import importlib
import json
import pathlib
import sys
import time

import numpy as np

# As in measure.mjs: at least this many seconds, and this many calls.
TIME = 0.06
CALLS = 5


def numpy_subjects(x, out):
    def run():
        np.negative(x, out=out)
        np.exp(out, out=out)
        np.add(out, 1, out=out)
        np.divide(1, out, out=out)

    yield "NumPy, in place", run


def scipy_subjects(x, out):
    from scipy.special import expit

    yield "SciPy expit", lambda: expit(x, out=out)


def torch_subjects(x, out):
    import torch

    x, out = torch.from_numpy(x), torch.from_numpy(out)
    for threads, name in (1, "PyTorch, 1 thread"), (2, "PyTorch, 2 threads"):
        # Holds while the subject is measured: the generator goes on only for the next one.
        torch.set_num_threads(threads)
        yield name, lambda: torch.sigmoid(x, out=out)


def cpu_capability(torch):
    """The instruction set that PyTorch chose for its own kernels."""
    label = "CPU capability usage: "
    lines = torch.__config__.show().splitlines()
    return next((line.split(label)[1] for line in lines if label in line), "unknown")


def seconds_per_call(run):
    """The median, after a warm-up as long as the measurement."""
    for _ in range(2):
        samples = []
        end = time.perf_counter() + TIME
        while time.perf_counter() < end or len(samples) < CALLS:
            begin = time.perf_counter()
            run()
            samples.append(time.perf_counter() - begin)
    return float(np.median(samples))


folder = pathlib.Path(sys.argv[1])
inputs = {type: np.fromfile(folder / f"x.{type}", dtype=type) for type in ("float64", "float32")}
versions = {}
skipped = {}
times = []
for library, subjects in ("numpy", numpy_subjects), ("scipy", scipy_subjects), ("torch", torch_subjects):
    try:
        module = importlib.import_module(library)
        versions[library] = module.__version__
        if library == "torch":
            versions["torch CPU capability"] = cpu_capability(module)
        for type, x in inputs.items():
            out = np.zeros_like(x)
            for library_name, run in subjects(x, out):
                # As `named` of ../elements.mjs does it.
                name = library_name if type == "float64" else f"{library_name}, {type}"
                out[:] = 0
                times.append({"name": name, "type": type, "seconds": seconds_per_call(run)})
                out.tofile(folder / f"{name}.{type}")
    except Exception as error:  # absent, or broken: the other libraries are still worth a row
        skipped[library] = str(error)
print(json.dumps({"versions": versions, "skipped": skipped, "times": times}))
