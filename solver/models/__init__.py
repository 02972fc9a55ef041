"""The optimiser's parts: weeks, prices, bound, sweeps, whole model."""
