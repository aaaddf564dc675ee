"""IATI activity files (2.01 to 2.03) of any publisher as programme records that a person can review.

A file is read as a stream, so that its size does not matter. What it says lands in YAML records marked
`reviewed: false`, each with the file as its source, beside a report of what was taken, mapped and left out. Coming back
with the same or a newer file updates the records and leaves alone what an editor changed by hand.
"""
