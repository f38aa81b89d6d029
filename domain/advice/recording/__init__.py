"""Answers on record: put there, looked up, done again, handed out and erased."""
