// Sends one form of the case editor and puts the answer in place; other forms that hold unsaved text stay untouched.

function body(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  return data;
}

function complain(form, element) {
  const block = document.getElementById(`b-${form.dataset.place}`) ?? form;
  for (const old of block.querySelectorAll(".sent-wrong")) old.remove();
  const box = document.createElement("div");
  box.className = "sent-wrong callout bad";
  box.setAttribute("role", "alert");
  box.append(element);
  (block.querySelector(":scope > .tx") ?? block.querySelector(".srcs") ?? block).prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

function swap(fresh) {
  for (const block of fresh.querySelectorAll("[data-block][id]")) {
    const old = document.getElementById(block.id);
    const open = old?.querySelector("details[data-edit][open]");
    if (!old || old.querySelector('form[data-dirty="yes"]')) continue;
    if (open && !block.querySelector("details[open]") && old.dataset.keep === "yes") continue;
    old.replaceWith(document.adoptNode(block));
  }
  for (const selector of [".chd", ".rt"]) {
    const old = document.querySelector(selector);
    const place = old.scrollTop;
    const next = document.adoptNode(fresh.querySelector(selector));
    old.replaceWith(next);
    next.scrollTop = place;
  }
  swapSources(fresh);
  document.getElementById("saved").replaceChildren(...fresh.getElementById("saved").childNodes);
  showNews(fresh);
}

/** Show what the answer says: aloud always, to the eye only when it is more than "saved". */
function showNews(fresh) {
  for (const old of document.querySelectorAll(".main > .flash")) old.remove();
  const news = fresh.querySelector(".main > .flash");
  if (!news) return;
  document.querySelector("[data-said]").textContent = news.textContent.trim();
  if (!news.classList.contains("ok")) document.querySelector(".cpage").before(document.adoptNode(news));
}

function swapSources(fresh) {
  const old = document.querySelector(".src");
  const scroll = old.querySelector(".srcs").scrollTop;
  const wanted = old.querySelector("[data-target]")?.value ?? "";
  const next = document.adoptNode(fresh.querySelector(".src"));
  next.classList.toggle("open", old.classList.contains("open"));
  old.replaceWith(next);
  next.querySelector(".srcs").scrollTop = scroll;
  const target = next.querySelector("[data-target]");
  if (target) target.value = wanted;
}

function conflict(form, fresh) {
  const both = document.createElement("div");
  for (const part of fresh.querySelectorAll("[data-conflict] > .callout > *, [data-conflict] .cols")) {
    both.append(document.adoptNode(part));
  }
  complain(form, both);
}

function wordsOf(element) {
  const words = document.createElement("p");
  words.append(...[...element.childNodes].map((node) => document.importNode(node, true)));
  return words;
}

// The page was open for longer than its sign-in: ask for it anew and take its token, the typed text stays.
async function renewed() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(".cpage input[name=csrf_token]")?.value;
    if (!token) return page.querySelector("input[type=password]") ? "signed out" : "";
    for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = token;
    return "renewed";
  } catch {
    return "";
  }
}

/** Post a form; returns whether it was stored and the page shows it. */
export async function send(form, submitter, isSecond = false) {
  const wasDirty = form.dataset.dirty;
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: body(form, submitter), credentials: "same-origin" });
  } catch {
    form.dataset.dirty = wasDirty ?? "";
    complain(form, document.createTextNode(document.querySelector("[data-offline]")?.textContent ?? "!"));
    return false;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (fresh.querySelector("[data-conflict]")) {
    conflict(form, fresh);
    return false;
  }
  if (!fresh.querySelector(".cpage")) {
    const state = isSecond ? "" : await renewed();
    if (state === "renewed") return send(form, submitter, true);
    const said = state === "signed out" ? document.querySelector("[data-signed-out]") : fresh.querySelector("main h1");
    complain(form, said ? wordsOf(said) : document.createTextNode(String(answer.status)));
    return false;
  }
  if (!answer.ok) {
    const said = fresh.querySelector(".bl > .callout, .error-summary");
    complain(form, said ? document.adoptNode(said) : document.createTextNode(String(answer.status)));
    return false;
  }
  form.dataset.dirty = "";
  swap(fresh);
  return true;
}
