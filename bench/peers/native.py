"""A function by NumPy, SciPy and PyTorch, over FOLDER/x.float64 and x.float32: one round of timing, printed as JSON.

    python3 native.py FOLDER softplus

What each subject computed goes to a file in FOLDER, which is named with its time, for Node to verify.
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


def numpy_subjects(function, x, out):
    other = np.empty_like(x)

    def sigmoid():
        np.negative(x, out=out)
        np.exp(out, out=out)
        np.add(out, 1, out=out)
        np.divide(1, out, out=out)

    def sigmoid_derivative():
        sigmoid()
        np.subtract(1, out, out=other)
        np.multiply(out, other, out=out)

    def log_sigmoid():
        np.negative(x, out=out)
        np.logaddexp(0, out, out=out)
        np.negative(out, out=out)

    def logit():
        np.subtract(1, x, out=out)
        np.divide(x, out, out=out)
        np.log(out, out=out)

    expression, run = {
        "sigmoid": ("1/(1+exp(-x))", sigmoid),
        "sigmoidDerivative": ("s*(1-s)", sigmoid_derivative),
        "softplus": ("logaddexp(0, x)", lambda: np.logaddexp(0, x, out=out)),
        "logSigmoid": ("-logaddexp(0, -x)", log_sigmoid),
        "logit": ("log(x/(1-x))", logit),
    }[function]
    yield f"NumPy, {expression} in place", run


def scipy_subjects(function, x, out):
    from scipy import special

    other = np.empty_like(x)

    def sigmoid_derivative():
        special.expit(x, out=out)
        np.subtract(1, out, out=other)
        np.multiply(out, other, out=out)

    def softplus():
        np.negative(x, out=out)
        special.log_expit(out, out=out)
        np.negative(out, out=out)

    expression, run = {
        "sigmoid": ("expit", lambda: special.expit(x, out=out)),
        "sigmoidDerivative": ("expit, s*(1-s)", sigmoid_derivative),
        "softplus": ("-log_expit(-x)", softplus),
        "logSigmoid": ("log_expit", lambda: special.log_expit(x, out=out)),
        "logit": ("logit", lambda: special.logit(x, out=out)),
    }[function]
    yield f"SciPy {expression}", run


def torch_subjects(function, x, out):
    import torch

    x, out = torch.from_numpy(x), torch.from_numpy(out)
    other, one = torch.empty_like(x), torch.ones((), dtype=x.dtype)

    def sigmoid_derivative():
        torch.sigmoid(x, out=out)
        torch.sub(one, out, out=other)
        torch.mul(out, other, out=out)

    # softplus and logsigmoid of torch.nn.functional are these two, without their `out`.
    library = torch._C._nn
    expression, run = {
        "sigmoid": ("sigmoid", lambda: torch.sigmoid(x, out=out)),
        "sigmoidDerivative": ("sigmoid, s*(1-s)", sigmoid_derivative),
        "softplus": ("softplus", lambda: library.softplus(x, out=out)),
        "logSigmoid": ("logsigmoid", lambda: library.log_sigmoid(x, out=out)),
        "logit": ("logit", lambda: torch.logit(x, out=out)),
    }[function]
    for threads, name in (1, "1 thread"), (2, "2 threads"):
        # Holds while the subject is measured: the generator goes on only for the next one.
        torch.set_num_threads(threads)
        yield f"PyTorch {expression}, {name}", run


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
function = sys.argv[2]
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
            for library_name, run in subjects(function, x, out):
                # As `named` of ../elements.mjs does it.
                name = library_name if type == "float64" else f"{library_name}, {type}"
                out[:] = 0
                file = f"{len(times)}.{type}"
                times.append({"name": name, "type": type, "seconds": seconds_per_call(run), "file": file})
                out.tofile(folder / file)
    except Exception as error:  # absent, or broken: the other libraries are still worth a row
        skipped[library] = str(error)
print(json.dumps({"versions": versions, "skipped": skipped, "times": times}))
