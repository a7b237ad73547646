// <portico-reference>: filters the navigation, opens schemas in place, copies code, remembers the language.
import "./try-it.js";

const languageKey = "portico-reference-language";

class Reference extends HTMLElement {
    connectedCallback() {
        this.setUpFilter();
        this.setUpLanguage();
        this.addEventListener("toggle", (event) => this.open(event.target), true);
        for (const button of this.querySelectorAll(".ref-copy")) {
            button.hidden = false;
            button.addEventListener("click", () => this.copy(button));
        }
        const current = this.querySelector(".ref-nav [aria-current]");
        const nav = this.querySelector(".ref-nav");
        if (current && nav) {
            nav.scrollTop = current.offsetTop - nav.clientHeight / 2;
        }
    }

    setUpFilter() {
        const input = this.querySelector(".ref-nav-filter input");
        const none = this.querySelector(".ref-nav-none");
        const groups = [...this.querySelectorAll(".ref-nav-group")];
        const wereOpen = new Map(groups.map((group) => [group, group.open]));
        input?.addEventListener("input", () => {
            const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
            let total = 0;
            for (const group of groups) {
                let shown = 0;
                for (const item of group.querySelectorAll("li")) {
                    item.hidden = !words.every((word) => item.dataset.words.includes(word));
                    if (!item.hidden) shown += 1;
                }
                group.hidden = shown === 0;
                group.open = words.length > 0 ? shown > 0 : wereOpen.get(group);
                total += shown;
            }
            for (const jump of this.querySelectorAll(".ref-nav-jump")) {
                jump.hidden = !words.every((word) => jump.dataset.words.includes(word));
                if (!jump.hidden) total += 1;
            }
            none.hidden = total > 0;
        });
    }

    setUpLanguage() {
        const radios = [...this.querySelectorAll("input[name=ref-language]")];
        const wanted = read(languageKey);
        const radio = radios.find((one) => one.value === wanted);
        if (radio) radio.checked = true;
        for (const one of radios) {
            one.addEventListener("change", () => write(languageKey, one.value));
        }
    }

    // What is inside a schema is fetched when it is opened for the first time.
    async open(details) {
        const address = details.dataset?.fragment;
        if (!address || !details.open || details.dataset.state) return;
        details.dataset.state = "loading";
        try {
            const reply = await fetch(address, { headers: { Accept: "text/html" } });
            if (!reply.ok) throw new Error(reply.statusText);
            const body = document.createElement("div");
            body.className = "ref-nested-body";
            body.innerHTML = await reply.text();
            details.querySelector(":scope > p")?.replaceWith(body);
            details.dataset.state = "loaded";
        } catch {
            delete details.dataset.state;
        }
    }

    async copy(button) {
        const card = button.closest(".ref-code");
        const panes = [...card.querySelectorAll(".ref-pre")];
        const pane = panes.find((one) => one.offsetParent !== null) ?? panes[0];
        await copyText(pane.textContent);
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
    }
}

function read(key) {
    try { return localStorage.getItem(key); } catch { return null; }
}

function write(key, value) {
    try { localStorage.setItem(key, value); } catch { /* Private windows may refuse. */ }
}

async function copyText(text) {
    try {
        await navigator.clipboard.writeText(text);
    } catch {
        // Pages without TLS have no clipboard API.
        const area = document.createElement("textarea");
        area.value = text;
        area.className = "visually-hidden";
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
    }
}

customElements.define("portico-reference", Reference);
