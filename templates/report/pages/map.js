// Draws the neighbourhood of one asset from the table of all assets, which says the same without a script.
(() => {
  "use strict";
  const form = document.querySelector(".finder");
  const near = document.querySelector(".near");
  const rows = document.querySelectorAll(".atlas tbody tr[id]");
  if (!form || !near || !rows.length) return;
  const SVG = "http://www.w3.org/2000/svg";
  const [STEPS, MOST, LISTED] = [2, 7, 150];
  const [ACROSS, WIDE, HIGH, GAP] = [1072, 172, 54, 12];
  const nodes = new Map();
  const target = (address) => address.slice(address.indexOf("#") + 1);
  const plain = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  for (const row of rows) {
    nodes.set(row.id, {
      id: row.id,
      name: row.querySelector(".name").textContent,
      kind: row.dataset.kind,
      found: row.cells[4].textContent,
      words: `${row.querySelector(".name").textContent} ${row.id.slice(6)} ${row.dataset.kind}`.toLowerCase(),
      takes: [...row.cells[1].querySelectorAll("a")].map((link) => plain(target(link.getAttribute("href")))),
      gives: [],
    });
  }
  for (const node of nodes.values()) {
    node.takes = node.takes.filter((id) => nodes.has(id));
    for (const id of node.takes) nodes.get(id).gives.push(node.id);
  }

  const levels = (start, side) => {
    const found = new Map([[start, 0]]);
    let edge = [start];
    for (let step = 1; edge.length; step += 1) {
      const next = [];
      for (const id of edge) {
        for (const other of nodes.get(id)[side]) {
          if (!found.has(other)) { found.set(other, step); next.push(other); }
        }
      }
      edge = next;
    }
    found.delete(start);
    return found;
  };

  const element = (tag, attributes, ...children) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  const broken = (name, most) => {
    if (name.length <= most) return [name];
    const space = Math.max(name.lastIndexOf(" ", most), name.lastIndexOf("-", most - 1) + 1);
    const at = space > most * 0.4 ? space : most;
    const rest = name.slice(at).trim();
    return [name.slice(0, at).trim(), rest.length > most ? `${rest.slice(0, most - 1)}…` : rest];
  };

  // Columns by steps: those upstream to the left, those downstream to the right; of many, those with debts stay.
  const columned = (start, up, down) => {
    const place = new Map([[start, 0]]);
    for (const [id, step] of up) if (step <= STEPS) place.set(id, -step);
    for (const [id, step] of down) if (step <= STEPS && (!place.has(id) || step < -place.get(id))) place.set(id, step);
    const columns = new Map();
    for (const [id, at] of place) columns.set(at, [...(columns.get(at) || []), id]);
    const left = new Map();
    for (const [at, ids] of columns) {
      if (ids.length <= MOST) continue;
      const order = [...ids].sort((a, b) => Boolean(nodes.get(b).found) - Boolean(nodes.get(a).found) || nodes.get(a).name.localeCompare(nodes.get(b).name));
      columns.set(at, order.slice(0, MOST - 1));
      left.set(at, ids.length - MOST + 1);
    }
    return [columns, left];
  };

  const ordered = (columns) => {
    for (const at of [-1, 1, -2, 2]) {
      const ids = columns.get(at);
      const inner = columns.get(at - Math.sign(at));
      if (!ids || !inner) continue;
      const middle = (id) => {
        const beside = [...nodes.get(id).takes, ...nodes.get(id).gives].map((other) => inner.indexOf(other)).filter((row) => row >= 0);
        return beside.length ? beside.reduce((sum, row) => sum + row, 0) / beside.length : inner.length;
      };
      ids.sort((a, b) => middle(a) - middle(b) || nodes.get(a).name.localeCompare(nodes.get(b).name));
    }
  };

  const box = (node, x, y, role) => {
    const lines = broken(node.name, 21);
    const source = role === "node-at";
    const top = y + (HIGH - 15 * (lines.length + 1)) / 2 + 12;
    const says = `${node.name}, ${node.kind}${node.found ? `, ${node.found}` : ""}`;
    const link = element("a", { href: `#${encodeURIComponent(node.id)}`, "aria-label": says, "data-id": node.id });
    link.append(element("title", {}, says));
    link.append(element("rect", { class: role, x, y, width: WIDE, height: HIGH, rx: 3 }));
    lines.forEach((line, place) => link.append(element("text", { class: source ? "on-at" : "node-name", x: x + WIDE / 2, y: top + 15 * place, "text-anchor": "middle" }, line)));
    const remark = node.found || node.kind;
    link.append(element("text", { class: source ? "on-at-small" : "small", x: x + WIDE / 2, y: top + 15 * lines.length, "text-anchor": "middle" }, remark));
    return link;
  };

  const drawn = (start, up, down) => {
    const [columns, left] = columned(start, up, down);
    ordered(columns);
    const ats = [...columns.keys()].sort((a, b) => a - b);
    const tallest = Math.max(...ats.map((at) => columns.get(at).length + (left.has(at) ? 1 : 0)));
    const pitch = ats.length > 1 ? Math.min((ACROSS - WIDE) / (ats.length - 1), WIDE + 90) : 0;
    const places = new Map();
    ats.forEach((at, column) => {
      const ids = columns.get(at);
      const first = ((tallest - ids.length - (left.has(at) ? 1 : 0)) * (HIGH + GAP)) / 2;
      ids.forEach((id, row) => places.set(id, [1 + column * pitch, 1 + first + row * (HIGH + GAP)]));
    });
    const across = Math.max(...[...places.values()].map(([x]) => x)) + WIDE + 1;
    const picture = element("svg", { viewBox: `0 0 ${across} ${tallest * (HIGH + GAP)}`, width: across, role: "group", "aria-label": `Neighbourhood of ${nodes.get(start).name}` });
    for (const [id, [x, y]] of places) {
      for (const other of nodes.get(id).gives) {
        if (!places.has(other)) continue;
        const [x2, y2] = places.get(other);
        const touches = id === start || other === start;
        if (!touches && Math.round(Math.abs(x2 - x) / pitch) !== 1) continue;
        const right = x2 > x;
        const [a, b] = right ? [x + WIDE, x2] : [x, x2 + WIDE];
        const bend = (b - a) / 2;
        picture.append(element("path", {
          class: right ? (touches ? "link link-near" : "link") : "link-back",
          d: `M${a} ${y + HIGH / 2}C${a + bend} ${y + HIGH / 2} ${b - bend} ${y2 + HIGH / 2} ${b} ${y2 + HIGH / 2}`,
        }));
      }
    }
    ats.forEach((at, column) => {
      if (!left.has(at)) return;
      const row = columns.get(at).length;
      const first = (tallest - row - 1) / 2;
      picture.append(element("text", { class: "small", x: 1 + column * pitch + WIDE / 2, y: (first + row) * (HIGH + GAP) + HIGH / 2, "text-anchor": "middle" }, `and ${left.get(at)} more`));
    });
    for (const at of ats) {
      for (const id of columns.get(at)) {
        const node = nodes.get(id);
        picture.append(box(node, ...places.get(id), id === start ? "node-at" : node.found ? "node-owing" : "node"));
      }
    }
    return picture;
  };

  const listed = (list, found) => {
    const items = [...found].sort(([a, one], [b, other]) => one - other || nodes.get(a).name.localeCompare(nodes.get(b).name));
    list.replaceChildren(...items.slice(0, LISTED).map(([id, step]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${encodeURIComponent(id)}`;
      link.textContent = nodes.get(id).name;
      const remark = document.createElement("span");
      remark.className = "below";
      remark.textContent = [nodes.get(id).kind, step === 1 ? "direct" : `${step} steps`, nodes.get(id).found].filter(Boolean).join(", ");
      item.append(link, remark);
      return item;
    }));
    if (items.length > LISTED || !items.length) {
      const item = document.createElement("li");
      item.textContent = items.length ? `and ${items.length - LISTED} more` : "nothing";
      list.append(item);
    }
  };

  const show = (id, focus) => {
    const node = nodes.get(id);
    if (!node) { near.hidden = true; return; }
    const [up, down] = [levels(id, "takes"), levels(id, "gives")];
    near.querySelector("h2").textContent = node.name;
    near.querySelector("[role=status]").textContent =
      `${node.kind}${node.found ? `, ${node.found} a quarter` : ""}. ${up.size} upstream, ${down.size} downstream; two steps each way are drawn, dashed lines lead back.`;
    near.querySelector(".stage").replaceChildren(drawn(id, up, down));
    const [above, below] = near.querySelectorAll(".flows ul");
    listed(above, up);
    listed(below, down);
    near.hidden = false;
    if (focus) {
      const at = near.querySelector(`.stage a[data-id="${CSS.escape(id)}"]`);
      const narrow = at.getBoundingClientRect().width === 0;
      (narrow ? near.querySelector("h2") : at).focus({ preventScroll: true });
      form.scrollIntoView();
    }
  };

  const matches = form.querySelector(".matches");
  const search = () => {
    const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length ? [...nodes.values()].filter((node) => words.every((word) => node.words.includes(word))) : [];
    const rank = (node) => (node.name.toLowerCase().startsWith(words[0]) ? 0 : 1);
    found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    matches.replaceChildren(...found.slice(0, 8).map((node) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${encodeURIComponent(node.id)}`;
      link.textContent = node.name;
      item.append(link, ` ${node.kind}`);
      return item;
    }));
    if (words.length && found.length !== Math.min(found.length, 8)) matches.append(Object.assign(document.createElement("li"), { textContent: `and ${found.length - 8} more` }));
    if (words.length && !found.length) matches.append(Object.assign(document.createElement("li"), { textContent: "nothing is called so" }));
  };

  const follow = () => {
    const id = plain(location.hash.slice(1));
    if (nodes.has(id)) { form.q.value = ""; search(); show(id, true); }
  };

  near.addEventListener("keydown", (event) => {
    const at = event.target.closest(".stage a");
    if (event.key === "Escape") { form.q.focus(); return; }
    if (!at || !event.key.startsWith("Arrow")) return;
    const links = [...near.querySelectorAll(".stage a")];
    const spot = (link) => { const { left, top } = link.getBoundingClientRect(); return [Math.round(left), top]; };
    const [x, y] = spot(at);
    const wanted = {
      ArrowLeft: ([left]) => left < x, ArrowRight: ([left]) => left > x,
      ArrowUp: ([left, top]) => left === x && top < y, ArrowDown: ([left, top]) => left === x && top > y,
    }[event.key];
    const linked = (link) => nodes.get(at.dataset.id).takes.includes(link.dataset.id) || nodes.get(at.dataset.id).gives.includes(link.dataset.id);
    const far = (link) => { const [left, top] = spot(link); return Math.abs(left - x) * 10 + Math.abs(top - y); };
    const next = links.filter((link) => wanted(spot(link))).sort((a, b) => linked(b) - linked(a) || far(a) - far(b))[0];
    if (next) { event.preventDefault(); next.focus(); }
  });
  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = matches.querySelector("a");
    if (first) location.hash = first.getAttribute("href");
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#asset-"]');
    if (link && plain(link.getAttribute("href").slice(1)) === plain(location.hash.slice(1))) follow();
  });
  window.addEventListener("hashchange", follow);
  form.hidden = false;
  follow();
})();
