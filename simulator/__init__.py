"""A small internet for demos and tests: providers' status pages, and people at work, played from a scenario file.

A development tool; it is in no image. Python's standard library only.
"""
