// The reading desk: the current sentence, its note, and the keys. Every act is one of the page's own forms.

import { act, complain, inLine, popUndo, say, token } from "./desk_acts.js";
import { align, keepAligned } from "./desk_margin.js";
import { selectedSpan } from "./desk_offsets.js";
import { pickTheme } from "./desk_picker.js";
import "./desk_selection.js";
import { beginSpan, chosenSpan, endSpan, moveSpan } from "./desk_span.js";
import "./desk_filters.js";
import { keysAreOn } from "./staff.js";

const desk = document.getElementById("desk");
const sheet = document.getElementById("sheet");
let current = Number(desk.dataset.at);

const sentence = (n) => document.getElementById(`s${n}`);
const note = (n) => document.getElementById(`n${n}`);
const words = (n) => [...(sentence(n)?.querySelectorAll(".run") ?? [])].map((run) => run.textContent).join("");

function reveal() {
  for (const element of document.querySelectorAll(".js")) element.hidden = false;
}

// Scroll as little as needed to see a sentence and its note.
function show(n) {
  const scroller = document.getElementById("scroll");
  const own = getComputedStyle(scroller).overflowY === "auto";
  if (!own) return sentence(n).scrollIntoView({ block: "nearest" });
  const box = scroller.getBoundingClientRect();
  const parts = [sentence(n), note(n)].filter(Boolean).map((part) => part.getBoundingClientRect());
  const top = Math.min(...parts.map((part) => part.top)) - box.top - 24;
  const bottom = Math.max(...parts.map((part) => part.bottom)) - box.bottom + 24;
  if (top < 0 || bottom > 0) scroller.scrollBy({ top: top < 0 ? top : Math.min(top, bottom) });
  return undefined;
}

function moveTo(n, { scroll = true, aloud = true, focus = false } = {}) {
  if (!sentence(n)) return;
  endSpan();
  current = n;
  for (const element of document.querySelectorAll(".sn.now")) element.classList.remove("now");
  sentence(n).classList.add("now");
  for (const element of document.querySelectorAll(".note")) element.open = element === note(n);
  align(sheet);
  if (scroll) show(n);
  if (focus) note(n)?.querySelector(".dos button, summary")?.focus({ preventScroll: true });
  const proposal = note(n)?.querySelector(".tp1 .nm")?.textContent ?? "";
  if (aloud) say(`${desk.dataset.saySentence.replace("{n}", n)} ${words(n)} ${proposal}`);
}

// Keys pressed in a row wait their turn: which form is meant is looked up when the act before is done.
function send(find, extra = () => ({})) {
  return inLine(async () => {
    const form = find();
    if (!form) return;
    const data = new FormData(form);
    for (const [name, value] of Object.entries(extra())) data.set(name, value);
    const hadFocus = form.contains(document.activeElement);
    const answer = await act(form.action, data);
    reveal();
    const goes = data.has("next");
    const next = goes ? answer.next : Number(data.get("at")) || current;
    moveTo(next, { aloud: false, focus: hadFocus });
    const after = answer.settled === answer.total ? desk.dataset.sayEnd : desk.dataset.sayNext.replace("{n}", next);
    say(goes ? `${answer.said}。${after}` : answer.said);
  });
}

const formOf = (selector) => note(current)?.querySelector(`form[data-act]${selector}`);

// With a range set and nothing proposed, the range is that of the sentence's first coding.
function moveCoding(span) {
  const url = note(current)?.querySelector("[data-move]")?.dataset.move;
  if (!url) return;
  const data = new FormData();
  for (const [name, value] of Object.entries({ csrf_token: token(), start: span.start, end: span.end, at: current })) {
    data.set(name, value);
  }
  inLine(async () => {
    const answer = await act(url, data);
    reveal();
    moveTo(current, { aloud: false, scroll: false });
    say(answer.said);
  });
}

function accept() {
  const span = chosenSpan();
  if (span && !formOf('[data-key="accept"]')) return moveCoding(span);
  return send(() => formOf('[data-key="accept"]'), () => (span ? { start: span.start, end: span.end } : {}));
}

const reject = () => send(() => formOf('[data-key="reject"]'));

function target() {
  const span = chosenSpan() ?? selectedSpan();
  if (span) return span;
  const element = sentence(current);
  if (!element) return null;
  return { body: element.closest(".body"), start: Number(element.dataset.start), end: Number(element.dataset.end) };
}

function chooseTheme() {
  const span = target();
  if (!span || !note(current)) return;
  const range = `${span.start}-${span.end}`;
  pickTheme(document.getSelection()?.toString() || words(current), (theme) => {
    const data = new FormData();
    const { question, hash } = span.body.dataset;
    for (const [name, value] of Object.entries({ csrf_token: token(), question, hash, span: range, theme, at: current })) {
      data.set(name, value);
    }
    inLine(async () => {
      const answer = await act(desk.dataset.addUrl, data);
      reveal();
      moveTo(current, { aloud: false, scroll: false });
      say(answer.said);
    });
  });
}

function undo() {
  inLine(async () => {
    const last = popUndo();
    if (!last) return say(desk.dataset.sayNothing);
    const data = new FormData();
    data.set("csrf_token", token());
    data.set("at", last.at);
    const answer = await act(last.url, data, { undoable: false });
    reveal();
    moveTo(last.at || current, { aloud: false });
    return say(answer.said);
  });
}

function step(by) {
  const all = [...document.querySelectorAll(".sn")].map((element) => Number(element.dataset.n));
  moveTo(all[all.indexOf(current) + by] ?? current);
}

function setRange() {
  const span = target();
  if (span && note(current)) beginSpan(span);
}

function toggleQueue() {
  const queue = document.getElementById("queue");
  const isOut = queue.classList.toggle("out");
  document.querySelector('[data-do="queue"]')?.setAttribute("aria-expanded", isOut);
  if (isOut || innerWidth >= 1200) queue.querySelector(".cur a, a")?.focus();
}

const follow = (rel) => document.querySelector(`.todo a[rel="${rel}"]`)?.click();

const COMMANDS = {
  KeyJ: () => step(1), KeyK: () => step(-1), KeyA: accept, KeyU: undo, KeyT: chooseTheme, KeyE: setRange, KeyQ: toggleQueue,
  KeyX: reject,
};
const BRACKETS = { "[": "prev", "「": "prev", "]": "next", "」": "next" };

function onKey(event) {
  if (event.isComposing || event.keyCode === 229 || event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  if (!keysAreOn()) return;
  if (event.key === "Escape" && chosenSpan()) return endSpan();
  if (event.ctrlKey || event.metaKey) return;
  if (moveSpan(event)) return event.preventDefault();
  if (event.altKey) return;
  if (event.key === "Enter" && chosenSpan()) { event.preventDefault(); return accept(); }
  if (event.key === "?") return;
  if (event.key in BRACKETS) { event.preventDefault(); return follow(BRACKETS[event.key]); }
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit && !event.shiftKey) {
    send(() => formOf(`[data-digit="${digit}"]`));
    return event.preventDefault();
  }
  const command = !event.shiftKey && COMMANDS[event.code];
  if (command && !event.repeat) { event.preventDefault(); command(); }
  else if (command && (event.code === "KeyJ" || event.code === "KeyK")) command();
  return undefined;
}

document.addEventListener("keydown", onKey);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-act]")) return;
  event.preventDefault();
  send(() => event.target);
});
document.addEventListener("click", (event) => {
  const doer = event.target.closest("[data-do]")?.dataset.do;
  if (doer === "span") setRange();
  else if (doer === "theme") chooseTheme();
  else if (doer === "queue") toggleQueue();
  const summary = event.target.closest(".note summary");
  const text = event.target.closest(".sn");
  if (!summary && !text) return;
  if (text && !document.getSelection()?.isCollapsed) return;
  event.preventDefault();
  moveTo(Number((summary?.parentElement ?? text).dataset.n), { scroll: Boolean(text), focus: Boolean(summary) });
});

// While the engine reads: ask now and then, and let its proposals in without moving the text.
async function waitForReading() {
  try {
    const answer = await fetch(desk.dataset.readingUrl, { headers: { Accept: "application/json" } });
    const { state } = await answer.json();
    if (state === "waiting") return setTimeout(waitForReading, 3000);
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const scroller = document.getElementById("scroll");
    const before = sentence(current)?.getBoundingClientRect().top ?? 0;
    sheet.replaceChildren(...document.importNode(page.getElementById("sheet"), true).childNodes);
    reveal();
    moveTo(current, { scroll: false, aloud: false });
    scroller.scrollTop += (sentence(current)?.getBoundingClientRect().top ?? before) - before;
  } catch {
    complain(desk.dataset.sayLost);
  }
  return undefined;
}

desk.classList.add("scripted");
sheet.classList.add("aligned");
reveal();
moveTo(current, { aloud: false });
keepAligned(sheet);
if (desk.dataset.reading === "waiting") setTimeout(waitForReading, 2000);
