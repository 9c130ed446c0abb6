"""Chapter 6: summary and outlook."""
