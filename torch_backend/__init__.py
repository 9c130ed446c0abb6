"""The constructions in floating point, batched, on CPU or CUDA: to confirm, and to find exact evidence."""
