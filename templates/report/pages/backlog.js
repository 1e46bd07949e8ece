// Searches, narrows and sorts the backlog. Without it the page is complete, in the order of the backlog.
(() => {
  "use strict";
  const form = document.querySelector(".tools");
  const table = document.querySelector(".ranking");
  if (!form || !table) return;
  const bodies = [...table.tBodies];
  const heads = [...table.tHead.rows[0].cells];
  const none = document.querySelector(".none");
  const fields = ["q", "lane", "team", "kind"];
  const rows = bodies.flatMap((body) =>
    [...body.rows].slice(1).map((row) => ({
      row,
      body,
      lane: body.dataset.lane,
      kind: row.dataset.kind,
      team: row.cells[2].textContent,
      name: row.cells[1].textContent,
      text: row.textContent.toLowerCase() + " " + decodeURIComponent(row.id),
      rank: +row.dataset.rank,
      cost: +row.dataset.cost,
      days: +row.dataset.days,
      pays: +row.dataset.pays,
    })),
  );
  let by = "rank";
  let down = false;

  const shown = () => {
    const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    return (each) =>
      words.every((word) => each.text.includes(word)) &&
      ["lane", "team", "kind"].every((name) => !form[name].value || form[name].value === each[name]);
  };

  const narrow = () => {
    const fits = shown();
    const held = new Map(bodies.map((body) => [body, 0]));
    let found = 0;
    for (const each of rows) {
      const fit = fits(each);
      each.row.hidden = !fit;
      if (fit) {
        found += 1;
        held.set(each.body, held.get(each.body) + 1);
      }
    }
    for (const body of bodies) body.rows[0].hidden = by !== "rank" || down || !held.get(body);
    none.hidden = found > 0;
    const all = rows.length.toLocaleString("en");
    form.querySelector("output").value = found === rows.length ? `${all} debts` : `${found.toLocaleString("en")} of ${all} debts`;
    form.querySelector("button").hidden = found === rows.length;
  };

  const sort = () => {
    const sign = down ? -1 : 1;
    const order = (one, other) => {
      const [a, b] = [one[by], other[by]];
      const turn = typeof a === "string" ? a.localeCompare(b) : a - b;
      return sign * turn || one.rank - other.rank;
    };
    const lanes = by === "rank" && !down;
    for (const each of [...rows].sort(order)) (lanes ? each.body : bodies[0]).append(each.row);
    for (const head of heads) {
      if (head.dataset.sort === by) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    narrow();
  };

  const remember = () => {
    const said = fields.filter((name) => form[name].value).map((name) => `${name}=${encodeURIComponent(form[name].value)}`);
    history.replaceState(null, "", said.length ? `#${said.join("&")}` : location.href.split("#")[0] + "#");
  };

  const recall = () => {
    if (!/^#(q|lane|team|kind)=/.test(location.hash)) return;
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) if (fields.includes(name)) form[name].value = value;
    narrow();
  };

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const numbers = ["cost", "days", "pays"].includes(head.dataset.sort);
      down = by === head.dataset.sort ? !down : numbers;
      by = head.dataset.sort;
      sort();
    });
  }
  form.addEventListener("input", () => { narrow(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { narrow(); remember(); form.q.focus(); }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      form.q.focus();
    }
  });
  window.addEventListener("hashchange", recall);
  form.hidden = false;
  sort();
  recall();
})();
