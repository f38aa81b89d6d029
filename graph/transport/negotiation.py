"""Which media type a response has: GraphQL over HTTP names two."""

from __future__ import annotations

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"


def wants_html(accept: str) -> bool:
    """Whether a browser asks, rather than a GraphQL client."""
    weights = _weights(accept)
    return weights.get(HTML, 0.0) > max(weights.get(GRAPHQL, 0.0), weights.get(JSON, 0.0))


def response_type(accept: str) -> str:
    """Return the media type to answer in: plain JSON unless the other is asked for at least as much."""
    weights = _weights(accept)
    preferred = weights.get(GRAPHQL, 0.0)
    return GRAPHQL if preferred > 0 and preferred >= weights.get(JSON, 0.0) else JSON


def _weights(accept: str) -> dict[str, float]:
    weights = {}
    for part in accept.split(","):
        media_type, *parameters = (each.strip().lower() for each in part.split(";"))
        weights[media_type] = _weight(parameters)
    return weights


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
