// Says what is wrong with an answer beside its input while it is typed, as the server said when it saved the answer.
import { announce } from "./announcing.js";

const ICON =
  '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="8.5" fill="currentColor"/>' +
  '<path d="M10 5v6.4M10 13.4v2" class="cut" stroke="#fff" stroke-width="2.2"/></svg>';

function isBlank(row) {
  const inputs = [...row.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return inputs.every((input) => !input.value.trim());
}

export function filledRows(table) {
  return [...table.tBodies[0].rows].filter((row) => !isBlank(row));
}

// The server counts the rows that hold something; the page may have empty ones between them.
function idOf(box, name) {
  for (const table of box.querySelectorAll("table[data-table]")) {
    const prefix = `${table.dataset.table}.`;
    if (!name.startsWith(prefix)) continue;
    const [place, column] = name.slice(prefix.length).split(".");
    const row = filledRows(table)[Number(place)];
    const input = row && column && row.querySelector(`[name$=".${column}"]`);
    return input ? input.id : table.id;
  }
  if (name.startsWith("alternative_text.")) return `${box.id}-a`;
  return `q-${name.replaceAll(".", "-")}`;
}

function tie(target, id, isWrong) {
  const ids = (target.getAttribute("aria-describedby") || "").split(" ").filter((each) => each && each !== id);
  if (isWrong) ids.push(id);
  if (ids.length) target.setAttribute("aria-describedby", ids.join(" "));
  else target.removeAttribute("aria-describedby");
  if (!target.matches("input, textarea, select, [role=radiogroup]")) return;
  if (isWrong) target.setAttribute("aria-invalid", "true");
  else target.removeAttribute("aria-invalid");
}

function clear(box) {
  for (const said of box.querySelectorAll(".err[id$='-e']")) {
    const target = document.getElementById(said.id.slice(0, -2));
    if (target) tie(target, said.id, false);
    said.remove();
  }
}

function put(box, id, words) {
  const target = document.getElementById(id) || box.querySelector(".f");
  const said = document.createElement("p");
  said.className = "err";
  said.id = `${id}-e`;
  said.innerHTML = `${ICON}<span></span>`;
  said.lastElementChild.textContent = words;
  const around = target.closest(".unit") || target;
  if (around.matches(".f")) around.prepend(said);
  else around.before(said);
  tie(target, said.id, true);
}

// Returns how many problems the whole page shows now.
export function showProblems(box, problems) {
  const before = [...box.querySelectorAll(".err[id$='-e']")].map((said) => said.textContent.trim());
  clear(box);
  const byId = new Map();
  for (const { name, text } of problems) {
    const id = idOf(box, name);
    byId.set(id, (byId.get(id) || "") + text);
  }
  for (const [id, words] of byId) put(box, id, words);
  box.classList.toggle("invalid", problems.length > 0);
  const fresh = [...byId.values()].filter((words) => !before.some((known) => known.startsWith(words)));
  if (fresh.length) announce(fresh.join(" "));
  return document.querySelectorAll("form .err[id$='-e']").length;
}
