"""The subcommands of `theodolite`, one module each, found by `proofs.cli`."""
