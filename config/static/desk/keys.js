// One key leads to a deed of the row; j and k go down and up a list. Without script, access keys and Tab do the same.
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (target instanceof Element && target.closest("input, textarea, select, [contenteditable]")) return;
  const deed = [...document.querySelectorAll("[aria-keyshortcuts]")].find(
    (each) => each.getAttribute("aria-keyshortcuts") === key,
  );
  if (deed) {
    event.preventDefault();
    deed.click();
    return;
  }
  if (key !== "j" && key !== "k") return;
  const rows = [...document.querySelectorAll("#result_list tbody th a")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (key === "j" ? 1 : -1)));
  rows[next].focus();
});
