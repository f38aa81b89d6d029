"""Vectors as bytes: 32-bit floats, little-endian, one after another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def to_bytes(vectors: NDArray[np.float32]) -> list[bytes]:
    """Return the bytes of each row."""
    return [row.tobytes() for row in np.ascontiguousarray(vectors, dtype="<f4")]


def from_bytes(rows: Sequence[bytes]) -> NDArray[np.float32]:
    """Return the vectors of rows of one length: shape (rows, dimension); (0, 0) if there are none."""
    if not rows:
        return np.empty((0, 0), dtype=np.float32)
    flat = np.frombuffer(b"".join(rows), dtype="<f4")
    return flat.reshape(len(rows), -1).astype(np.float32, copy=False)
