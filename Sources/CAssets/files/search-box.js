// `/` and Ctrl-K open search over the page, with hits as one types. Without scripts the form in the header does it.
const source = document.querySelector(".site-header-end form.search");
let dialog, input, list, status, asked = 0, timer;

function build() {
    dialog = document.createElement("dialog");
    dialog.className = "dialog search-dialog";
    dialog.setAttribute("aria-label", "Search");
    const form = source.cloneNode(true);
    form.className = "search";
    input = form.querySelector("input[type=search]");
    input.autocomplete = "off";
    input.spellcheck = false;
    input.placeholder = "Search operations, schemas, guides…";
    input.setAttribute("aria-controls", "search-box-hits");
    const near = location.pathname.match(/^\/apis\/([^/]+)/)?.[1];
    if (near) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "near", value: decodeURIComponent(near) });
        form.append(field);
    }
    list = document.createElement("div");
    list.className = "search-dialog-hits";
    list.id = "search-box-hits";
    status = document.createElement("p");
    status.className = "search-dialog-status";
    status.setAttribute("role", "status");
    const head = document.createElement("div");
    head.className = "search-dialog-head";
    const close = document.createElement("button");
    Object.assign(close, { type: "button", className: "button button-ghost button-small", textContent: "Close" });
    close.addEventListener("click", () => dialog.close());
    head.append(form, close);
    dialog.append(head, list, status);
    document.body.append(dialog);
    input.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(ask, 120);
    });
    form.addEventListener("submit", (event) => {
        const first = list.querySelector("a.search-hit");
        if (first && list.dataset.text === input.value.trim()) {
            event.preventDefault();
            first.click();
        }
    });
    dialog.addEventListener("keydown", walk);
    dialog.addEventListener("click", (event) => {
        if (event.target.closest?.("a.search-hit")) dialog.close();
    });
}

async function ask() {
    const text = input.value.trim(), number = ++asked;
    if (!text) return show("", "", "");
    const query = new URLSearchParams(new FormData(input.form));
    query.set("part", "hits");
    try {
        const reply = await fetch(`${source.action}?${query}`, { headers: { Accept: "text/html" } });
        if (!reply.ok) throw new Error(reply.statusText);
        const html = await reply.text();
        // Answers may overtake each other.
        if (number === asked) show(html, text, html ? "" : `Nothing found for “${text}”.`);
    } catch {
        if (number === asked) show("", "", "Search does not answer. Press Enter to try again.");
    }
}

function show(html, text, words) {
    list.innerHTML = html;
    list.dataset.text = text;
    const count = list.querySelector("[data-count]")?.dataset.count;
    status.textContent = words || (count ? `${count} best hits. Arrow keys move, Enter opens.` : "");
}

function walk(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a.search-hit")];
    const here = stops.indexOf(document.activeElement);
    const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
        event.preventDefault();
        next.focus();
    }
}

function open() {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    input.focus();
    input.select();
}

function isWriting(target) {
    return target.isContentEditable || /^(input|textarea|select)$/i.test(target.localName ?? "");
}

if (source) {
    document.addEventListener("keydown", (event) => {
        const isWithKey = event.ctrlKey || event.metaKey;
        const isSlash = event.key === "/" && !isWithKey && !event.altKey && !isWriting(event.target);
        const isCommand = event.key.toLowerCase() === "k" && isWithKey && !event.shiftKey;
        if (!isSlash && !isCommand) return;
        event.preventDefault();
        open();
    });
    const field = source.querySelector("input[type=search]");
    field.setAttribute("aria-keyshortcuts", "/ Control+K");
    field.placeholder = "Search   /";
}
