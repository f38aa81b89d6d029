"""The calculators as a language model may call them: arguments in, figures and notes out."""
