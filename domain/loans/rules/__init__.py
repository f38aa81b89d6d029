"""Program rules as dated data: what applied on a day, where that is written, and whether a loan meets it.

The figures are in `data/`, one file a rule, one `[[version]]` per period in which they held. Code
here says how a rule is read, never which figure it holds.
"""
