// Acts are the page's own forms, sent by fetch to the same addresses, one after the other.

const desk = document.getElementById("desk");
const trouble = document.getElementById("trouble");
const saved = document.getElementById("saved");
const store = `desk-undo-${location.pathname}`;
let line = Promise.resolve();

export const inLine = (work) => {
  line = line.then(work).catch((error) => complain(error.message));
  return line;
};

export const token = () => document.querySelector('input[name="csrf_token"]').value;

export function say(words) {
  document.getElementById("say").textContent = words;
}

export function complain(words) {
  trouble.firstElementChild.textContent = words;
  trouble.hidden = false;
}

const undoStack = () => JSON.parse(sessionStorage.getItem(store) ?? "[]");
const keepStack = (stack) => sessionStorage.setItem(store, JSON.stringify(stack));

export function popUndo() {
  const stack = undoStack();
  const last = stack.pop();
  keepStack(stack);
  return last;
}

async function post(url, data) {
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
  } catch {
    throw new Error(desk.dataset.sayLost);
  }
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const body = isJson ? await answer.json() : null;
  if (!answer.ok || answer.redirected || !body) throw new Error(body?.error ?? desk.dataset.sayLost);
  return body;
}

function show(body) {
  const text = document.querySelector(`.tx[data-question="${body.question}"] .holder`);
  const notes = document.querySelector(`.nt[data-notes="${body.question}"]`);
  if (text) text.innerHTML = body.text;
  if (notes) notes.innerHTML = body.notes;
  document.querySelector("[data-settled]").textContent = body.progress;
  const bar = document.querySelector("#pbar .fg");
  bar?.setAttribute("width", body.total ? (100 * body.settled) / body.total : 0);
  for (const element of document.querySelectorAll("[data-unread]")) element.remove();
  const left = document.querySelector("[data-left]");
  if (left) left.textContent = body.left;
  saved.hidden = false;
  const time = new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
  saved.lastElementChild.textContent = `${time} ${desk.dataset.saySaved}`;
}

// Send one act; returns what the server said, with the changed question already on the page.
export async function act(url, data, { undoable = true } = {}) {
  const body = await post(url, data);
  trouble.hidden = true;
  show(body);
  if (undoable && body.undo) keepStack([...undoStack(), { url: body.undo, at: Number(data.get("at")) || 0 }]);
  return body;
}
