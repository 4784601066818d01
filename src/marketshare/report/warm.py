"""What the warm process imports before kernels are forked from it; nothing is opened, started or drawn."""

import os

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a cold kernel has it

import ipykernel.ipkernel
import ipykernel.kernelapp  # noqa: F401  (after the backend is named)
import matplotlib.figure  # noqa: F401
import pandas as pd  # noqa: F401

import marketshare.charts
import marketshare.claims
import marketshare.show  # noqa: F401
