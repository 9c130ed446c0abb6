"""Chapter 4: directed acyclic networks with skip-connections to the output layer."""
