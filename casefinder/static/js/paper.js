// Puts each text beside its box when the page is printed, whole: a box prints only as much as it shows.
function lift() {
  for (const copy of document.querySelectorAll(".on-paper")) copy.remove();
  for (const box of document.querySelectorAll(".has-paper")) box.classList.remove("has-paper");
}

function lay() {
  lift();
  for (const box of document.querySelectorAll('textarea, input[type="text"], select')) {
    if (box.closest("[hidden]")) continue;
    const copy = document.createElement("div");
    copy.className = "on-paper";
    copy.setAttribute("aria-hidden", "true");
    const chosen = box.tagName === "SELECT" ? box.value && box.selectedOptions[0].textContent : box.value;
    copy.textContent = chosen || "";
    box.classList.add("has-paper");
    box.after(copy);
  }
}

addEventListener("beforeprint", lay);
addEventListener("afterprint", lift);
matchMedia("print").addEventListener("change", (event) => (event.matches ? lay() : lift()));
