"""
Solves the regression of logistic-regression.mjs independently, and writes solution.json. Needs NumPy and SciPy.

    python3 examples/penguins/solve.py

MINPACK's hybrid method finds where the gradient is zero: it is not told the second derivatives, which Newton's method uses.
"""
import csv
import json
from pathlib import Path

import numpy as np
from scipy.optimize import root
from scipy.special import expit, log_expit
from scipy.stats import rankdata

FOLDER = Path(__file__).parent
MEASUREMENTS = ["beak_length_mm", "beak_depth_mm", "flipper_length_mm", "body_mass_g"]

with open(FOLDER / "penguins.csv", newline="") as file:
    birds = list(csv.DictReader(file))

measured = np.array([[float(bird[name]) for name in MEASUREMENTS] for bird in birds])
species = np.array([[bird["species"] == name for name in ("Chinstrap", "Gentoo")] for bird in birds], dtype=float)
x = np.hstack([np.ones((len(birds), 1)), (measured - measured.mean(axis=0)) / measured.std(axis=0), species])
male = np.array([bird["sex"] == "male" for bird in birds])


def gradient(coefficients):
    return x.T @ (expit(x @ coefficients) - male)


def counts(actual):
    return {"predicted male": int((actual & (logits > 0)).sum()), "predicted female": int((actual & (logits <= 0)).sum())}


found = root(gradient, np.zeros(x.shape[1]), method="hybr", options={"xtol": 1e-14})
residual = float(np.abs(gradient(found.x)).max())
# The stop of MINPACK says whether its steps became small; that they led to the minimum is known from the gradient.
assert residual < 1e-10, (found.message, residual)

logits = x @ found.x
females = int((~male).sum())
males = int(male.sum())
# Mann and Whitney's U, which counts the pairs of a male and a female where the male has the higher logit.
higher = rankdata(logits)[male].sum() - males * (males + 1) / 2
solution = {
    "coefficients": dict(zip(["intercept", *MEASUREMENTS, "species Chinstrap", "species Gentoo"], found.x.tolist())),
    "log loss": float(-np.where(male, log_expit(logits), log_expit(-logits)).mean()),
    "ROC area": float(higher / (males * females)),
    "actually male": counts(male),
    "actually female": counts(~male),
}
(FOLDER / "solution.json").write_text(json.dumps(solution, indent=2) + "\n")
