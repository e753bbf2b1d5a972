// The case editor: blocks are saved one by one without leaving the page; what is not saved is never thrown away.
import { isTyping } from "./staff.js";
import { send } from "./case_saving.js";
import { countAll, countOf } from "./case_counting.js";
import { askPress } from "./case_fit.js";

const page = document.querySelector(".cpage");
const blocks = () => [...page.querySelectorAll("[data-block]")].filter((block) => block.id);
const isDirty = (form) => form.dataset.dirty === "yes";
let current = null;
let finding = -1;

function enter(block) {
  if (!block || block === current) return;
  current?.classList.remove("cur");
  current = block;
  block.classList.add("cur");
  for (const link of page.querySelectorAll("[data-box]")) {
    link.classList.toggle("cur", link.dataset.box === block.dataset.block);
  }
  const target = page.querySelector("[data-target]");
  if (target && target.querySelector(`option[value="${block.dataset.block}"]`)) target.value = block.dataset.block;
}

function goTo(block) {
  if (!block) return;
  block.focus({ preventScroll: true });
  block.scrollIntoView({ block: "nearest" });
  enter(block);
}

function step(by) {
  const all = blocks();
  const at = all.findIndex((block) => block.id === current?.id);
  goTo(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function nextFinding() {
  const links = [...page.querySelectorAll("[data-findings] [data-finding]")];
  if (!links.length) return;
  finding = (finding + 1) % links.length;
  goTo(document.getElementById(links[finding].hash.slice(1)));
  links[finding].scrollIntoView({ block: "nearest" });
}

function markDirty(form) {
  form.dataset.dirty = "yes";
  const sign = form.querySelector(".unsaved");
  if (sign) sign.hidden = false;
}

async function save(form, submitter) {
  const done = await send(form, submitter);
  if (!done) return;
  askPress();
  if (form.matches("[data-take]:not([data-place])")) {
    page.querySelector(`button[name=span][value="${CSS.escape(submitter.value)}"]`)?.focus();
    return;
  }
  const block = document.getElementById(`b-${form.dataset.place}`);
  countAll(page);
  current = null;
  enter(block);
  (block?.querySelector("details[open] input, details[open] textarea") ?? block?.querySelector("summary"))?.focus();
}

function takeOver() {
  const focused = document.activeElement?.closest(".ss");
  const button = focused?.querySelector("button[name=span]");
  if (button) {
    button.click();
    return;
  }
  const wanted = page.querySelector("[data-target]")?.value;
  const unused = ".ss:not(.used) button[name=span]";
  const first = page.querySelector(`[data-home="${wanted}"] ${unused}`) ?? page.querySelector(unused);
  if (first) {
    openSources(true);
    first.focus();
  }
}

function openSources(on) {
  page.querySelector(".src").classList.toggle("open", on);
}

page.addEventListener("focusin", (event) => {
  enter(event.target.closest("[data-block][id]"));
  for (const row of page.querySelectorAll(".ss.cur")) row.classList.remove("cur");
  event.target.closest(".ss")?.classList.add("cur");
});

page.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-place]:not([data-take])");
  if (!form) return;
  markDirty(form);
  countOf(event.target);
});

page.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-place], form[data-take], form[data-digits]")) return;
  event.preventDefault();
  save(form, event.submitter);
});

page.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches("[data-close]")) {
    const form = link.closest("form");
    event.preventDefault();
    if (!isDirty(form)) {
      link.closest("details").open = false;
      link.closest("details").querySelector("summary").focus();
    }
  } else if (link.matches("[data-sources]")) {
    event.preventDefault();
    openSources(true);
    page.querySelector(".srcs").focus();
  } else if (link.matches(".src-close")) {
    event.preventDefault();
    openSources(false);
    page.querySelector("[data-sources]")?.focus();
  } else if (link.matches("[data-box], [data-finding]")) {
    event.preventDefault();
    goTo(document.getElementById(link.getAttribute("href").slice(1)));
  }
});

page.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches("details[data-edit]") && event.target.open) {
      countAll(event.target);
      event.target.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    }
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const plainAlt = event.altKey && !event.ctrlKey && !event.metaKey;
  const control = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (plainAlt && (event.code === "ArrowDown" || event.code === "ArrowUp")) {
    step(event.code === "ArrowDown" ? 1 : -1);
  } else if (control && event.code === "KeyS") {
    const form = document.activeElement?.closest("form[data-place]") ?? page.querySelector('form[data-dirty="yes"]');
    if (form) save(form, form.querySelector("[data-save]"));
  } else if (control && event.code === "Enter") {
    takeOver();
  } else if (plainAlt && event.code === "Enter") {
    page.querySelector("form[data-digits] button")?.click();
  } else if (event.code === "F8" && !event.altKey && !control) {
    nextFinding();
  } else if (plainAlt && event.code === "KeyP") {
    page.querySelector("[data-paper]")?.click();
  } else if (plainAlt && event.code === "KeyQ") {
    openSources(!page.querySelector(".src").classList.contains("open"));
    page.querySelector(".srcs").focus();
  } else if (event.code === "Escape" && !isTyping(event)) {
    openSources(false);
    return;
  } else {
    return;
  }
  event.preventDefault();
});

window.addEventListener("beforeunload", (event) => {
  if (page.querySelector('form[data-dirty="yes"]')) event.preventDefault();
});

countAll(page);
askPress();
page.querySelector("[data-focus]")?.focus();
