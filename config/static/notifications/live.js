// The list of notifications, live: a socket says that something changed, and the page asks for its list anew.
//
// The server alone draws. A socket that is gone is opened again, later each time; whatever happened meanwhile is in the
// list that is then asked for.
(() => {
  const root = document.getElementById("told");
  if (!root || !window.WebSocket) return;

  const CHANGES = new Set(["notification", "notification.read", "notification.gone", "unread", "reset"]);
  const SOON = 100;
  const FIRST_WAIT = 1000;
  const LONGEST_WAIT = 30000;
  let wait = FIRST_WAIT;
  let due = 0;

  const draw = async () => {
    due = 0;
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("told");
    if (!fresh || fresh.innerHTML === root.innerHTML) return;
    // Whoever is at a button by the keyboard stays at it, if it is still there.
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    const form = held?.form?.getAttribute("action");
    root.replaceChildren(...fresh.childNodes);
    if (form) root.querySelector(`form[action="${CSS.escape(form)}"] button`)?.focus();
  };

  const soon = () => {
    if (!due) due = window.setTimeout(draw, SOON);
  };

  const ticket = async () => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    const answer = await fetch(root.dataset.ticket, {
      method: "POST",
      headers: { "X-CSRFToken": token ?? "", Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).ticket;
  };

  const later = () => {
    window.setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };

  const open = async () => {
    try {
      const url = new URL("/ws", window.location.href);
      url.protocol = url.protocol.replace("http", "ws");
      url.searchParams.set("ticket", await ticket());
      const socket = new WebSocket(url);
      socket.addEventListener("open", () => {
        wait = FIRST_WAIT;
        soon();
      });
      socket.addEventListener("message", (event) => {
        if (CHANGES.has(JSON.parse(event.data).type)) soon();
      });
      socket.addEventListener("close", (event) => {
        // 4401 and 4403: nobody is signed in here any more, and asking again changes nothing.
        if (event.code !== 4401 && event.code !== 4403) later();
      });
    } catch {
      later();
    }
  };

  open();
})();
