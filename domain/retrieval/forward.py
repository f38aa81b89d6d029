"""Running a loaded model over padded token ids: a lean path for BERT, the model's own for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

Forward = Callable[[Tensor, Tensor], Tensor]
"""Token ids (n, t) and a mask of the same shape that is True on real tokens → unit vectors (n, d)."""


def forward_of(model: Any, precision: torch.dtype) -> Forward:
    """Return the fastest way to run a `SentenceTransformer` in this precision."""
    kinds = [type(module).__name__ for module in model]
    config = getattr(model[0], "auto_model", model).config
    mean = kinds == ["Transformer", "Pooling", "Normalize"] and model[1].pooling_mode == "mean"
    if mean and config.model_type == "bert" and config.hidden_act == "gelu":
        return BertForward(model[0].auto_model, precision)
    return _own_forward(model.to(precision))


def _own_forward(model: Any) -> Forward:
    def forward(ids: Tensor, mask: Tensor) -> Tensor:
        features = {"input_ids": ids, "attention_mask": mask.long()}
        vectors: Tensor = model(features)["sentence_embedding"]
        return functional.normalize(vectors.float())

    return forward


class BertForward:
    """BERT with mean pooling, without what inference does not need; stateless, safe from many threads.

    Query, key and value are one product, the scale of attention is folded into the weights, and
    attention is two batched products: on passages of 70 tokens torch's fused kernel takes twice as
    long on a CPU. Pooling is done in float32.
    """

    def __init__(self, bert: Any, precision: torch.dtype) -> None:
        def held(*parts: Tensor) -> Tensor:
            return torch.cat(parts).detach().to(precision).contiguous()

        embeddings = bert.embeddings
        self._heads: int = bert.config.num_attention_heads
        self._epsilon: float = bert.config.layer_norm_eps
        self._words = held(embeddings.word_embeddings.weight)
        kind = embeddings.token_type_embeddings.weight[0]  # a text alone is all of the first kind
        self._positions = held(embeddings.position_embeddings.weight + kind)
        self._norm = (held(embeddings.LayerNorm.weight), held(embeddings.LayerNorm.bias))
        self._layers = [self._layer(layer, held) for layer in bert.encoder.layer]

    def _layer(self, layer: Any, held: Callable[..., Tensor]) -> dict[str, tuple[Tensor, Tensor]]:
        attention = layer.attention.self
        parts = (attention.query, attention.key, attention.value)
        scales = (attention.attention_head_size**-0.5, 1.0, 1.0)
        weights = [part.weight * scale for part, scale in zip(parts, scales, strict=True)]
        biases = [part.bias * scale for part, scale in zip(parts, scales, strict=True)]
        rest = {
            "mix": layer.attention.output.dense,
            "mix_norm": layer.attention.output.LayerNorm,
            "widen": layer.intermediate.dense,
            "narrow": layer.output.dense,
            "narrow_norm": layer.output.LayerNorm,
        }
        held_rest = {name: (held(part.weight), held(part.bias)) for name, part in rest.items()}
        return {"attend": (held(*weights), held(*biases)), **held_rest}

    def __call__(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the unit vectors (n, d) of padded token ids (n, t)."""
        n, t = ids.shape
        x = functional.embedding(ids, self._words) + self._positions[:t]
        x = self._normed(x, self._norm).view(n * t, -1)
        hidden = None if bool(mask.all()) else self._hidden(mask, x.dtype)
        for layer in self._layers:
            attended = functional.linear(self._attend(x, n, hidden, layer["attend"]), *layer["mix"])
            x = self._normed(attended.add_(x), layer["mix_norm"])
            wide = functional.gelu(functional.linear(x, *layer["widen"]))
            x = self._normed(
                functional.linear(wide, *layer["narrow"]).add_(x), layer["narrow_norm"]
            )
        weights = mask.float()
        pooled = torch.bmm(weights.unsqueeze(1), x.view(n, t, -1).float()).squeeze(1)
        return functional.normalize(pooled / weights.sum(1, keepdim=True))

    def _attend(
        self, x: Tensor, n: int, hidden: Tensor | None, weights: tuple[Tensor, Tensor]
    ) -> Tensor:
        t, d = x.shape[0] // n, x.shape[1]
        split = functional.linear(x, *weights).view(n, t, 3, self._heads, d // self._heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).reshape(3, n * self._heads, t, -1)
        scores = torch.bmm(query, key.transpose(1, 2))
        if hidden is not None:
            scores.view(n, self._heads, t, t).add_(hidden)
        mixed = torch.bmm(torch.softmax(scores, -1), value).view(n, self._heads, t, -1)
        return mixed.transpose(1, 2).reshape(n * t, d)

    def _normed(self, x: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
        return functional.layer_norm(x, (x.shape[-1],), *norm, self._epsilon)

    @staticmethod
    def _hidden(mask: Tensor, precision: torch.dtype) -> Tensor:
        """Return what is added to attention scores so that nothing attends to padding."""
        n, t = mask.shape
        hidden = torch.zeros(n, 1, 1, t, dtype=precision, device=mask.device)
        return hidden.masked_fill_(~mask.view(n, 1, 1, t), float("-inf"))
