// Choosing all rows of a list at once. Without script each row still has its own box.
document.addEventListener("DOMContentLoaded", () => {
  const all = document.getElementById("action-toggle");
  const boxes = [...document.querySelectorAll("#result_list input.action-select")];
  const show = () => {
    for (const box of boxes) box.closest("tr").classList.toggle("chosen", box.checked);
    if (!all) return;
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  for (const box of boxes) box.addEventListener("change", show);
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  show();
});
