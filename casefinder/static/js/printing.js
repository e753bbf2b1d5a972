// Keeps 「紙面ではこう見えます」 in step with a table of effects while it is typed; the server does the same after saving.
const NOTHING = ["なし", "無", "無し", "―", "-"];

function squeezed(text) {
  return text.trim().replace(/(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])/g, "");
}

function percentChange(before, after) {
  const texts = [before, after].map((text) => text.normalize("NFKC").replace(/[, ]/g, ""));
  const numbers = texts.map((text) => text.match(/\d+(?:\.\d+)?/g) || []);
  if (numbers.some((found) => found.length !== 1)) return null;
  const kinds = texts.map((text) => text.replace(/\d+(?:\.\d+)?/, "#").replace(/^約/, ""));
  const first = Number(numbers[0][0]);
  if (kinds[0] !== kinds[1] || first === 0) return null;
  const change = ((Number(numbers[1][0]) - first) * 100) / first;
  return Math.sign(change) * Math.floor(Math.abs(change) + 0.5);
}

function line(preview, row) {
  const value = (name) => {
    const key = preview.dataset[`${name}Key`];
    const input = key && row.querySelector(`[name$=".${key}"]`);
    return input ? squeezed(input.value) : "";
  };
  const metric = value("metric");
  const after = value("after");
  let before = value("before");
  if (NOTHING.includes(before)) before = "";
  if (!metric && !before && !after) return null;
  const made = preview.querySelector("template").content.cloneNode(true).firstElementChild;
  made.querySelector("[data-metric]").textContent = metric;
  made.querySelector("[data-before]").textContent = before;
  made.querySelector("[data-arrow]").hidden = !before;
  made.querySelector("[data-after]").textContent = after;
  const percent = before ? percentChange(before, after) : null;
  made.querySelector("[data-change]").textContent =
    percent === null || percent === 0
      ? ""
      : (percent < 0 ? preview.dataset.less : preview.dataset.more).replace("{n}", Math.abs(percent));
  made.querySelector("[data-as-of]").textContent = value("asOf") || preview.dataset.noDate;
  return made;
}

function redraw(preview) {
  const table = document.querySelector(`table[data-table="${preview.dataset.previewOf}"]`);
  if (!table) return;
  const lines = [...table.tBodies[0].rows].map((row) => line(preview, row)).filter(Boolean);
  preview.querySelector("ol").replaceChildren(...lines);
  preview.hidden = lines.length === 0;
}

for (const preview of document.querySelectorAll("[data-preview-of]")) {
  const table = document.querySelector(`table[data-table="${preview.dataset.previewOf}"]`);
  if (table) table.addEventListener("input", () => redraw(preview));
}
