"""Pictures as SVG: pure functions from numbers to elements, each in a wide and a narrow form."""
