"""Claims of our own: sharper forms and answers, each with its general proof in docs/proofs."""
