"""What pytest leaves uncollected: the doctests of torch_backend where torch is not installed."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["torch_backend/*"]
