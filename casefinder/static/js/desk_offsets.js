// The one boundary between the browser's UTF-16 units and the code points that the server counts.

export function codePoints(text) {
  let number = 0;
  for (const _ of text) number += 1;
  return number;
}

function units(text, points) {
  let at = 0;
  let number = 0;
  for (const character of text) {
    if (number === points) break;
    at += character.length;
    number += 1;
  }
  return at;
}

const pieces = (body) => [...body.querySelectorAll("[data-start].run, [data-start].gap")].filter((p) => p.firstChild);

// Where a point of the document lies in an answer's text, in code points.
export function offsetOf(body, node, offset) {
  const point = document.createRange();
  point.setStart(node, offset);
  let end = 0;
  for (const piece of pieces(body)) {
    const start = Number(piece.dataset.start);
    const text = piece.firstChild;
    if (text === node) return start + codePoints(text.data.slice(0, offset));
    if (point.comparePoint(text, 0) > 0) return start;
    end = start + codePoints(text.data);
  }
  return end;
}

// What is selected inside one answer: {body, start, end} in code points, or null.
export function selectedSpan() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const of = (node) => (node instanceof Element ? node : node.parentElement)?.closest(".body");
  const body = of(range.startContainer);
  if (!body || body !== of(range.endContainer)) return null;
  const start = offsetOf(body, range.startContainer, range.startOffset);
  const end = offsetOf(body, range.endContainer, range.endOffset);
  return end > start ? { body, start, end } : null;
}

// The document's range for a span of code points.
export function rangeOf(body, start, end) {
  const range = document.createRange();
  let begun = false;
  for (const piece of pieces(body)) {
    const from = Number(piece.dataset.start);
    const text = piece.firstChild;
    const to = from + codePoints(text.data);
    if (!begun && start < to) {
      range.setStart(text, units(text.data, Math.max(0, start - from)));
      begun = true;
    }
    if (begun && end <= to) {
      range.setEnd(text, units(text.data, end - from));
      return range;
    }
  }
  return range;
}

export const textLength = (body) => {
  const last = pieces(body).at(-1);
  return last ? Number(last.dataset.start) + codePoints(last.firstChild.data) : 0;
};
