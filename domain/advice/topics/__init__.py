"""What an answer can be about: one file a topic, each with the figures it computes and how it says them."""
