// Suggestions below a text field: what the desk's autocomplete finds, offered by a datalist. Without script one types.
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = `${field.id}-suggestions`;
    field.after(list);
    field.setAttribute("list", list.id);
    field.autocomplete = "off";
    let waiting, asked = "";
    const ask = async () => {
      const term = field.value.trim();
      if (!term || term === asked) return;
      asked = term;
      const answer = await fetch(`${field.dataset.suggest}&term=${encodeURIComponent(term)}`);
      if (!answer.ok) return;
      const found = (await answer.json()).results;
      list.replaceChildren(...found.map((each) => Object.assign(document.createElement("option"), { value: each.text })));
    };
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 200); });
  }
});
