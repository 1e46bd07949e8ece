from __future__ import annotations

from tests.detectors.conftest import graph_of


def test_models_that_may_serve_and_state_no_input_are_unsaid() -> None:
    graph = graph_of("""
models:
  - {id: a, status: production}
  - {id: b, status: production, uses: none}
  - {id: c, status: production, trains_on: [orders]}
  - {id: d, status: retired}
  - {id: e}
datasets: [{id: orders}]
""")
    assert [each.id for each in graph.unsaid_inputs()] == ["a", "e"]
