"""How far data has moved: two tables compared where they are, column by column.

An engine reads and counts (DuckDB in this process, or Spark); what leaves it are a few rows a column. `compare` asks
it, `judge` says what its answers mean, `telemetry` writes them for the detectors.
"""
