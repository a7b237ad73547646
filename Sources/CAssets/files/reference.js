// <portico-reference>: filters the navigation, opens schemas in place, copies code, remembers the language.
import {} from "./try-it.js";

const languageKey = "portico-reference-language";

class Reference extends HTMLElement {
    connectedCallback() {
        this.setUpFilter();
        this.setUpGroups();
        this.setUpLanguage();
        this.setUpContinuation();
        this.addEventListener("toggle", (event) => this.open(event.target), true);
        for (const button of this.querySelectorAll(".ref-copy")) {
            button.hidden = false;
            button.addEventListener("click", () => this.copy(button));
        }
        const nav = this.querySelector(".ref-nav");
        showCurrent(nav);
        // On small screens it is drawn when it is opened.
        nav?.addEventListener("toggle", (event) => event.newState === "open" && showCurrent(nav));
    }

    // What follows on a page of all operations is fetched before one comes to its end.
    setUpContinuation() {
        const watch = new IntersectionObserver((entries) => {
            for (const { isIntersecting, target } of entries) {
                if (!isIntersecting) continue;
                watch.unobserve(target);
                this.bringMore(target).then((next) => next && watch.observe(next));
            }
        }, { rootMargin: "150% 0px" });
        const more = this.querySelector("[data-continue]");
        if (more) watch.observe(more);
    }

    async bringMore(more) {
        try {
            const reply = await fetch(more.dataset.continue, { headers: { Accept: "text/html" } });
            if (!reply.ok) throw new Error(reply.statusText);
            const part = document.createElement("template");
            part.innerHTML = await reply.text();
            const next = part.content.querySelector("[data-continue]");
            more.replaceWith(part.content);
            return next;
        } catch {
            // The link is still there.
            return null;
        }
    }

    setUpFilter() {
        this.querySelector("[data-filter]")?.addEventListener("submit", (event) => {
            const first = this.querySelector(".ref-nav li:not([hidden]) a");
            if (!first || !event.target.querySelector("input").value.trim()) return;
            event.preventDefault();
            first.click();
        });
        const nav = this.querySelector(".ref-nav");
        const input = this.querySelector(".ref-nav-filter input");
        let wereOpen = new Map(groupsOf(nav).map((group) => [group, group.open]));
        input?.addEventListener("input", async () => {
            // Long references bring their whole navigation only when somebody searches it.
            if (nav.dataset.all && input.value.trim()) {
                await this.bringAll(nav);
                wereOpen = new Map(groupsOf(nav).map((group) => [group, group.open]));
            }
            this.filter(nav, input.value.toLowerCase().split(/\s+/).filter(Boolean), wereOpen);
        });
    }

    // A closed group of a long reference is a link to its page; here it opens in place.
    setUpGroups() {
        const nav = this.querySelector(".ref-nav");
        for (const link of nav?.querySelectorAll("a.ref-nav-group") ?? []) link.ariaExpanded = "false";
        nav?.addEventListener("click", (event) => {
            const link = event.target.closest("a.ref-nav-group");
            if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
            event.preventDefault();
            unfold(link);
        });
    }

    async bringAll(nav) {
        const address = nav.dataset.all;
        delete nav.dataset.all;
        try {
            const reply = await fetch(address, { headers: { Accept: "text/html" } });
            if (!reply.ok) throw new Error(reply.statusText);
            nav.querySelector(".ref-nav-groups").innerHTML = await reply.text();
        } catch {
            nav.dataset.all = address;
        }
    }

    filter(nav, words, wereOpen) {
        const fits = (item) => {
            const text = `${item.textContent} ${item.dataset.words ?? ""}`.toLowerCase();
            return words.every((word) => text.includes(word));
        };
        let total = 0;
        for (const group of groupsOf(nav)) {
            let shown = 0;
            const items = group.querySelectorAll("li");
            for (const item of items) {
                item.hidden = !fits(item);
                if (!item.hidden) shown += 1;
            }
            // A group whose pages are not here yet is found by its name.
            if (items.length === 0 && fits(group)) shown = 1;
            group.hidden = shown === 0;
            if (items.length > 0) group.open = words.length > 0 ? shown > 0 : wereOpen.get(group) ?? group.open;
            total += shown;
        }
        for (const jump of nav.querySelectorAll(".ref-nav-list > .ref-nav-jump, .ref-nav-groups > .ref-nav-jump")) {
            jump.hidden = !fits(jump);
            if (!jump.hidden) total += 1;
        }
        nav.querySelector(".ref-nav-none").hidden = total > 0;
    }

    setUpLanguage() {
        const radios = [...this.querySelectorAll("input[name=ref-language]")];
        for (const one of this.querySelectorAll("input[name=ref-response]")) {
            one.addEventListener("change", () => this.colour());
        }
        const wanted = read(languageKey);
        const radio = radios.find((one) => one.value === wanted);
        if (radio) radio.checked = true;
        for (const one of radios) {
            one.addEventListener("change", () => {
                write(languageKey, one.value);
                this.colour();
            });
        }
        this.colour();
        // The console beside the samples makes them anew.
        const panes = radios[0]?.closest(".ref-tabs").querySelector(".ref-tab-panes");
        if (panes) new MutationObserver(() => this.colour()).observe(panes, { childList: true, subtree: true });
    }

    // Samples that nobody looks at have no colours yet.
    colour() {
        for (const pane of this.querySelectorAll("[data-colour]")) {
            const code = pane.querySelector("code");
            if (code && pane.offsetParent !== null && !code.firstElementChild) paint(code, pane.dataset.colour);
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
            body.className = details.closest(".ref-nav") ? "ref-nav-body" : "ref-nested-body";
            body.innerHTML = await reply.text();
            details.querySelector(":scope > a")?.replaceWith(body);
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

const words = "as async await break case catch class const def do else elif end except false fn for from func function"
    + " if import in interface let match mut new nil None null package pub public raise require return self static"
    + " struct switch this throw throws true True try use using val var void while with";
const strings = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\`(?:\\.|[^\`\\])*\``;
const keys = String.raw`"(?:\\.|[^"\\\n])*"(?=\s*:)`, never = "(?!)";
const withHash = ["python", "ruby", "shell", "php"];

function paint(code, language) {
    const comment = withHash.includes(language) ? "#[^\\n]*" : "//[^\\n]*";
    const parts = `(?<key>${language === "json" ? keys : never})|(?<string>${strings})|(?<comment>${comment})`
        + `|(?<number>\\b\\d+(?:\\.\\d+)?\\b)|(?<keyword>\\b(?:${words.replaceAll(" ", "|")})\\b)`;
    const text = code.textContent, painted = document.createDocumentFragment();
    let end = 0;
    for (const found of text.matchAll(new RegExp(parts, "g"))) {
        const [kind] = Object.entries(found.groups).find(([, value]) => value !== undefined);
        const span = document.createElement("span");
        span.className = `hl-${kind}`;
        span.textContent = found[0];
        painted.append(text.slice(end, found.index), span);
        end = found.index + found[0].length;
    }
    painted.append(text.slice(end));
    // What has nothing to paint is not painted again.
    if (end > 0) code.replaceChildren(painted);
}

// The current page in the middle; higher up when its group's name then is seen, too.
function showCurrent(nav) {
    const current = nav?.querySelector("[aria-current]");
    if (!current) return;
    const group = current.closest(".ref-nav-group") ?? current;
    const list = nav.querySelector(".ref-nav-list");
    const middle = current.offsetTop - list.clientHeight / 2;
    const isFar = current.offsetTop + current.offsetHeight - group.offsetTop > list.clientHeight;
    list.scrollTop = isFar ? middle : Math.min(middle, group.offsetTop);
}

function unfold(link) {
    const group = document.createElement("details"), name = document.createElement("summary");
    group.className = link.className;
    group.dataset.fragment = link.dataset.fragment;
    name.textContent = link.textContent;
    link.replaceWith(group);
    // It leads to the group's page when its operations cannot be had.
    link.className = "ref-nav-link";
    link.textContent = "All of them";
    link.removeAttribute("aria-expanded");
    group.append(name, link);
    group.open = true;
    name.focus();
}

function groupsOf(nav) {
    return nav ? [...nav.querySelectorAll(".ref-nav-group")] : [];
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
