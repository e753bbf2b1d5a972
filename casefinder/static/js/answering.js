// Improves a section's page, which works without it: autosave, live counters, rows, two texts side by side.
import { announce } from "./announcing.js";
import { textLength } from "./counting.js";
import { focusSummary } from "./focusing.js";
import { filledRows, showProblems } from "./problems.js";
import { shrinkIn, tooLarge } from "./shrinking.js";

const WAIT_MS = 1500;
const SOON_MS = 300;
const RETRY_MS = 8000;
const form = document.querySelector("form[data-autosave]");
const state = document.querySelector("[data-save-state]");
const dirty = new Set();
let timer = null;
let busy = false;
let leaving = false;

const ICONS = {
  saved: '<circle cx="10" cy="10" r="8" fill="currentColor"/><path d="M6 10.3l2.8 2.8L14.2 7.4" fill="none" class="cut" stroke="#fff" stroke-width="2"/>',
  busy: '<circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor"/>',
  unsaved: '<circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.6 2.3"/>',
  failed: '<circle cx="10" cy="10" r="8.5" fill="currentColor"/><path d="M10 5v6.4M10 13.4v2" class="cut" stroke="#fff" stroke-width="2.2"/>',
  problems: '<path d="M10 1.8l9 16H1z" fill="currentColor"/><path d="M10 7.6v5M10 14.2v1.9" class="cut" stroke="#fff" stroke-width="2"/>',
};
const LOOKS = { saved: "", failed: " fail", problems: " ask", busy: " busy", unsaved: " busy" };
let wasFailing = false;

function say(kind, words) {
  if (!state) return;
  state.className = `save${LOOKS[kind]}`;
  state.innerHTML = `<svg class="i" viewBox="0 0 20 20" aria-hidden="true">${ICONS[kind]}</svg>`;
  const text = document.createElement("span");
  text.textContent = words;
  state.append(text);
  if (kind === "failed" || (wasFailing && (kind === "saved" || kind === "problems"))) announce(words);
  if (kind === "failed" || kind === "saved" || kind === "problems") wasFailing = kind === "failed";
  if (kind === "failed") {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn-link";
    again.textContent = form.dataset.again;
    again.addEventListener("click", () => saveDirty());
    state.append(again);
  }
}

function itemOf(element) {
  const box = element.closest("[data-item]");
  return box ? box.dataset.item : null;
}

function seenInput(key) {
  return form.querySelector(`input[name="seen.${key}"]`);
}

function valuesOf(key) {
  const values = {};
  const box = form.querySelector(`[data-item="${key}"]`);
  for (const input of box.querySelectorAll("input[name], textarea[name], select[name]")) {
    if (input.type === "file" || input.disabled || input.closest("template")) continue;
    if ((input.type === "checkbox" || input.type === "radio") && !input.checked) continue;
    if (input.name.endsWith(".remove")) continue;
    (values[input.name] ||= []).push(input.value);
  }
  return values;
}

// The form's token belongs to this browser's cookies: when they are gone, a fresh page has a fresh token.
async function freshToken() {
  const answer = await fetch(location.pathname, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('input[name="csrf_token"]');
  if (!token || token.value === form.elements.csrf_token.value) return false;
  form.elements.csrf_token.value = token.value;
  return true;
}

function send(key) {
  return fetch(form.dataset.autosave + key, {
    method: "POST",
    credentials: "same-origin",
    keepalive: leaving,
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": form.elements.csrf_token.value,
    },
    body: JSON.stringify({ form: valuesOf(key), seen: seenInput(key).value }),
  });
}

function whyNot(status, body) {
  if (status === 400 || status === 404) return form.dataset.gone;
  return status === 409 && body.error ? `${body.error} ${form.dataset.failed}` : form.dataset.failed;
}

async function saveItem(key) {
  let answer = await send(key);
  if (answer.status === 400 && (await freshToken())) answer = await send(key);
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 409 && body.theirs !== undefined) {
    showTwoTexts(key, body);
    return null;
  }
  if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { words: whyNot(answer.status, body) });
  seenInput(key).value = body.seen;
  for (const mark of form.querySelectorAll(`[data-saved-at="${key}"]`)) {
    mark.textContent = form.dataset.savedShort.replace("{time}", body.saved);
  }
  for (const said of form.querySelectorAll(`[data-item="${key}"] [data-said]`)) {
    const words = (body.said || {})[said.dataset.said];
    said.textContent = words ? `＝${words}` : "";
  }
  problems = showProblems(form.querySelector(`[data-item="${key}"]`), body.problems || []);
  return body.saved;
}

let problems = 0;
let saving = Promise.resolve();

function saveDirty() {
  clearTimeout(timer);
  if (!busy && dirty.size > 0) {
    busy = true;
    saving = saveAll();
  }
  return saving;
}

async function saveAll() {
  say("busy", form.dataset.saving);
  let saved = null;
  try {
    for (const key of [...dirty]) {
      dirty.delete(key);
      try {
        saved = (await saveItem(key)) || saved;
      } catch (error) {
        dirty.add(key);
        throw error;
      }
    }
    if (dirty.size) say("unsaved", form.dataset.unsaved);
    else if (form.querySelector("[data-conflict]") || !saved) say("unsaved", form.dataset.unsaved);
    else if (problems) say("problems", form.dataset.problems.replace("{time}", saved).replace("{n}", problems));
    else say("saved", form.dataset.saved.replace("{time}", saved));
  } catch (error) {
    say("failed", error.words || form.dataset.failed);
    timer = setTimeout(saveDirty, RETRY_MS);
    busy = false;
    return;
  }
  busy = false;
  if (dirty.size) timer = setTimeout(saveDirty, SOON_MS);
}

function changed(key) {
  if (!key || form.querySelector(`[data-conflict="${key}"]`)) return;
  dirty.add(key);
  if (!busy) say("unsaved", form.dataset.unsaved);
  clearTimeout(timer);
  timer = setTimeout(saveDirty, WAIT_MS);
}

function showTwoTexts(key, body) {
  const box = form.querySelector(`[data-item="${key}"] .f`);
  const shown = document.querySelector("template[data-two-texts]").content.cloneNode(true).firstElementChild;
  shown.dataset.conflict = key;
  const title = shown.querySelector("h3");
  title.textContent = title.textContent.replace("{time}", body.saved);
  shown.querySelector("[data-mine]").textContent = body.mine;
  shown.querySelector("[data-theirs]").textContent = body.theirs;
  shown.querySelector('[data-keep="mine"]').addEventListener("click", () => {
    seenInput(key).value = body.seen;
    shown.remove();
    dirty.add(key);
    saveDirty();
  });
  shown.querySelector('[data-keep="theirs"]').addEventListener("click", async () => {
    shown.remove();
    dirty.delete(key);
    await saveDirty();
    leaving = true;
    location.replace(`${location.pathname}#item-${key}`);
    location.reload();
  });
  box.prepend(shown);
}

function count(field) {
  const counter = document.getElementById(field.dataset.counter);
  const limit = Number(field.dataset.limit);
  if (!counter || !limit) return;
  const length = textLength(field.value);
  const over = Math.max(0, Math.ceil(length - limit));
  counter.classList.toggle("over", over > 0);
  counter.classList.toggle("some", length > 0);
  const bar = counter.querySelector("rect");
  if (bar) bar.setAttribute("width", `${Math.min(100, Math.round((100 * length) / limit))}%`);
  const words = { ...form.dataset, ...counter.dataset };
  counter.querySelector(".count-text").textContent = over
    ? words.overText.replace("{n}", over).replace("{length}", Math.ceil(length))
    : words.leftText.replace("{n}", Math.max(0, Math.floor(limit - length)));
  // Read out once when the limit is passed, and once when the text fits again.
  const wasOver = field.dataset.over === "yes";
  if (over > 0 === wasOver) return;
  field.dataset.over = over ? "yes" : "";
  announce(over ? words.passed.replace("{n}", limit) : words.fits, { again: true });
}

function countRows(table) {
  const said = table && form.querySelector(`[data-rows-of="${table.dataset.table}"]`);
  if (said) said.textContent = said.dataset.text.replace("{n}", filledRows(table).length);
}

// Enter in a text of one line saves in place; it neither leaves the page nor breaks the line.
async function saveInPlace(field) {
  changed(itemOf(field));
  await saving;
  await saveDirty();
  if (dirty.size === 0 && state) announce(state.textContent.trim(), { again: true });
}

function addRow(button) {
  const name = button.value;
  const table = form.querySelector(`table[data-table="${name}"]`);
  const pattern = form.querySelector(`template[data-row-of="${name}"]`);
  if (!table || !pattern) return false;
  const body = table.tBodies[0];
  const place = body.rows.length;
  if (place >= Number(table.dataset.maxRows)) return true;
  const html = pattern.innerHTML.replaceAll("__row__", place).replaceAll("__number__", place + 1);
  body.insertAdjacentHTML("beforeend", html);
  const first = body.rows[place].querySelector("input:not([type=hidden]), textarea, select");
  if (first) first.focus();
  if (place + 1 >= Number(table.dataset.maxRows)) button.hidden = true;
  return true;
}

// 口頭で答えたい: say at once that it is on the agenda; the box shrinks to a few key points.
function tellInstead(tick) {
  const box = tick.closest("[data-item]");
  box.querySelector("[data-talk]").hidden = !tick.checked;
  for (const text of box.querySelectorAll("textarea[data-counter]")) {
    text.rows = tick.checked ? 2 : text.dataset.rows;
  }
}

async function sendFile(field) {
  await saving;
  await saveDirty();
  if (dirty.size || form.querySelector("[data-conflict]")) return;
  say("busy", form.dataset.saving);
  await shrinkIn(field);
  const large = tooLarge(field);
  if (large) {
    const words = form.dataset.tooLarge.replace("{name}", large.name).replace("{size}", (large.size / 2 ** 20).toFixed(1));
    const name = field.name;
    field.value = "";
    say("problems", words);
    showProblems(field.closest("[data-item]"), [{ name, text: words }]);
    return;
  }
  for (const [name, value] of [["at", `item-${itemOf(field)}`], ["save", "stay"]]) {
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = name;
    hidden.value = value;
    form.append(hidden);
  }
  leaving = true;
  form.submit();
}

if (form) {
  document.documentElement.dataset.saves = "";
  for (const field of form.querySelectorAll("[data-counter]")) {
    if (document.getElementById(field.dataset.counter)?.classList.contains("over")) field.dataset.over = "yes";
  }
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset && field.dataset.counter) count(field);
    countRows(field.closest("table[data-table]"));
    if (field.type !== "file") changed(itemOf(field));
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type === "file" && field.files.length) sendFile(field);
    if (field.name && field.name.startsWith("spoken.")) tellInstead(field);
    if (field.name && field.name.startsWith("audience.")) {
      for (const label of field.closest(".seg").querySelectorAll("label")) {
        label.classList.toggle("on", label.contains(field));
      }
    }
  });
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    if (!field.matches('input[type="text"], [data-one-line]')) return;
    event.preventDefault();
    saveInPlace(field);
  });
  form.addEventListener("focusout", () => saveDirty());
  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="add_row"]');
    if (button && addRow(button)) event.preventDefault();
  });
  // Leave only when all that was typed is stored: a page that cannot be reached must not take the text along.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (leaving || (!busy && dirty.size === 0) || !form.requestSubmit) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    await saving;
    await saveDirty();
    if (dirty.size === 0 && !form.querySelector("[data-conflict]")) {
      leaving = true;
      form.requestSubmit(button);
    } else {
      (form.querySelector("[data-conflict]") || state).scrollIntoView({ block: "center" });
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveDirty();
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && dirty.size) {
      saveDirty();
      event.preventDefault();
    }
  });
}
focusSummary();
