"""What the whole test run needs: pytest on itself, and no doctests of torch_backend without torch."""

from importlib.util import find_spec

pytest_plugins = ["pytester"]  # tests/cli runs the pytest plugin in a project of its own
collect_ignore_glob = [] if find_spec("torch") else ["torch_backend/*"]
