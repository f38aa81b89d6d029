"""From a question to what is known: its numbers with the facts they are, and what it weighs."""
