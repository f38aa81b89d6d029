"""From what was computed and found to a text: by rules, or by a language model that is held to them."""
