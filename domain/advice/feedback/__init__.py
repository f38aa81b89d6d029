"""What people thought of their answers."""
