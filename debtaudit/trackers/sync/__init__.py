"""Findings and issues kept in step: what would change, and doing it without ever making a duplicate.

`plan` decides and is pure; `apply` does it and writes down each step before and after; `client` is the only file that
speaks over the network, `journal` and `folder` the only ones that write files.
"""
