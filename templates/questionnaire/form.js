"use strict";
(() => {
  // Everything happens in this page: it opens from a disk, asks no one for anything, and keeps a draft in the browser.
  const form = document.getElementById("form");
  const by = document.getElementById("by");
  const fields = [...form.querySelectorAll("fieldset")];
  const draft = "debtaudit-" + form.dataset.key;

  const part = (field, name) => field.querySelector(`[data-part="${name}"]`);
  const said = (field, name) => { const input = part(field, name); return input ? clean(input.value) : ""; };
  const chosen = (field) => { const radio = field.querySelector("input[type=radio]:checked"); return radio ? radio.value : ""; };
  const level = (field) => /^[0-4]$/.test(chosen(field)) ? Number(chosen(field)) : null;
  const isNumber = (field) => part(field, "value") !== null;
  const isAnswered = (field) => chosen(field) !== "" || (isNumber(field) && said(field, "value") !== "");
  // What a terminal would obey and halves of characters have no place in an answers file.
  const clean = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, " ").replace(/\p{Cs}/gu, "").trim();
  const today = () => { const now = new Date(); const two = (n) => String(n).padStart(2, "0"); return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`; };

  function opens(field) {
    const at = level(field);
    return !field.hidden && at !== null && (at <= Number(field.dataset.atMost) || at >= Number(field.dataset.atLeast));
  }
  function isSenseless(field) {
    if (!field.dataset.depends) return false;
    const levels = fields.filter((each) => each.dataset.question === field.dataset.depends).map(level).filter((each) => each !== null);
    return levels.length > 0 && Math.max(...levels) < Number(field.dataset.dependsLeast);
  }
  function dress(field) {
    for (const more of field.querySelectorAll(".more")) more.hidden = chosen(field) !== more.dataset.for;
    field.querySelector("[data-clear]").hidden = !isAnswered(field);
    // A good answer counts for more where something shows it, so it is asked for.
    if (level(field) >= 3 || said(field, "evidence") || said(field, "note")) field.querySelector(".remarks").open = true;
  }
  function show() {
    for (let again = true, turns = 0; again && turns <= fields.length; turns++) {
      again = false;
      for (const field of fields) {
        const openers = (field.dataset.openedBy || "").split(" ").filter(Boolean);
        const opened = openers.length === 0 || openers.some((name) => opens(document.getElementById(name)));
        const hidden = !opened || isSenseless(field);
        if (field.hidden !== hidden) { field.hidden = hidden; again = true; }
      }
    }
    for (const field of fields)
      dress(field);
    const asked = fields.filter((each) => !each.hidden);
    const done = asked.filter(isAnswered).length;
    const left = Math.ceil((asked.length - done) * Number(form.dataset.minutes));
    const time = left ? `, about ${left} minute${left === 1 ? "" : "s"} left` : "";
    const text = `${done} of ${asked.length} answered${time}`;
    const progress = document.getElementById("progress");
    if (progress.textContent !== text) progress.textContent = text;
    const bar = document.getElementById("done");
    bar.max = asked.length; bar.value = done;
  }

  function save() {
    const kept = { by: by.value, fields: {} };
    for (const field of fields) {
      const parts = {};
      for (const input of field.querySelectorAll("[data-part]")) if (input.value) parts[input.dataset.part] = input.value;
      if (chosen(field) || Object.keys(parts).length) kept.fields[field.id] = { chosen: chosen(field), parts };
    }
    let says = "Kept in this browser until you download it.";
    try { localStorage.setItem(draft, JSON.stringify(kept)); }
    catch (error) { says = "This browser keeps no draft: download the file before you close the page."; }
    document.getElementById("kept").textContent = says;
  }
  function restore() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(draft) || "null"); } catch (error) { kept = null; }
    if (!kept || typeof kept !== "object") return;
    by.value = String(kept.by || "");
    for (const field of fields) {
      const mine = (kept.fields || {})[field.id];
      if (!mine) continue;
      for (const radio of field.querySelectorAll("input[type=radio]")) radio.checked = radio.value === mine.chosen;
      for (const [name, value] of Object.entries(mine.parts || {})) { const input = part(field, name); if (input) input.value = String(value); }
    }
  }

  function mark(input, isWrong) {
    const tells = document.getElementById(`${input.id}-wrong`);
    input.setAttribute("aria-invalid", String(isWrong));
    if (tells) tells.hidden = !isWrong;
    return isWrong ? [input] : [];
  }
  function wrong() {
    let found = mark(by, clean(by.value) === "");
    for (const field of fields) {
      const value = part(field, "value"), reason = part(field, "reason");
      if (value) found = found.concat(mark(value, !field.hidden && (!value.validity.valid)));
      found = found.concat(mark(reason, !field.hidden && chosen(field) === "n/a" && clean(reason.value) === ""));
    }
    return found;
  }
  const joined = (...texts) => texts.filter(Boolean).join("; ");
  function entry(field) {
    const answer = { question: field.dataset.question, asset: field.dataset.asset };
    const number = isNumber(field) ? said(field, "value") : "";
    let note = said(field, "note");
    if (chosen(field) === "unknown") note = joined(said(field, "who") && `would know: ${said(field, "who")}`, note);
    if (chosen(field) === "n/a") note = joined(said(field, "reason"), note);
    if (chosen(field)) answer.level = chosen(field); else answer.value = Number(number);
    answer.by = clean(by.value); answer.at = today();
    if (said(field, "evidence")) answer.evidence = said(field, "evidence");
    if (note) answer.note = note;
    return answer;
  }
  // JSON strings are YAML strings too.
  const line = (answer) => `  - {${Object.entries(answer).map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")}}`;
  function file() {
    const asked = fields.filter((each) => !each.hidden && isAnswered(each)).map(entry);
    return `source: {kind: questionnaire, name: "debtaudit questions ${form.dataset.version}", at: "${today()}"}\nanswers:\n${asked.map(line).join("\n")}\n`;
  }
  function download(event) {
    event.preventDefault();
    const found = wrong(), says = document.getElementById("wrong");
    if (!fields.some((each) => !each.hidden && isAnswered(each))) { says.textContent = "There is no answer yet."; return; }
    says.textContent = found.length ? `${found.length === 1 ? "One field needs" : `${found.length} fields need`} a look before the file can be made.` : "";
    if (found.length) { found[0].focus(); return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file()], { type: "application/yaml" }));
    link.download = form.dataset.file;
    document.body.append(link); link.click(); link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    document.getElementById("kept").textContent = `Saved as ${form.dataset.file}.`;
  }

  form.addEventListener("submit", download);
  form.addEventListener("keydown", (event) => { // Enter in a line goes on; it must not end the interview
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  form.addEventListener("input", (event) => {
    const field = event.target.closest("fieldset");
    if (field && event.target.dataset.part === "value" && event.target.value)
      for (const radio of field.querySelectorAll("input[type=radio]")) radio.checked = false;
    if (field && event.target.type === "radio" && isNumber(field)) part(field, "value").value = "";
    if (event.target.getAttribute("aria-invalid") === "true") wrong();
    show(); save();
  });
  form.addEventListener("click", (event) => {
    const name = event.target.dataset ? event.target.dataset.clear : "";
    if (!name) return;
    const field = document.getElementById(name);
    for (const input of field.querySelectorAll("input")) if (input.type === "radio") input.checked = false; else input.value = "";
    show(); save();
    field.querySelector("input").focus();
  });
  document.getElementById("forget").addEventListener("click", () => {
    try { localStorage.removeItem(draft); } catch (error) { /* there was nothing to forget */ }
    document.getElementById("kept").textContent = "Forgotten. What stands in the form is still there.";
  });
  restore(); show();
})();
