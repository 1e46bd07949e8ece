"""Audits over time: frozen quarter by quarter, compared, and judged by what came after."""
