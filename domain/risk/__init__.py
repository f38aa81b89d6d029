"""What may go wrong with a loan and what it would cost: simulation, stresses, expected loss, reasons.

Pure and synchronous. A simulation takes milliseconds of one core, its shocks 31 MB once a process; call it
from a thread, not from an event loop.
"""
