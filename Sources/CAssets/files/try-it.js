// <portico-try-it>: sends the request that its form describes, straight from the browser, and shows the answer.
class TryIt extends HTMLElement {
    connectedCallback() {
        this.form = this.querySelector("form");
        this.result = this.querySelector("[data-result]");
        this.restoreCredentials();
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.send();
        });
        this.querySelector("[data-server]").addEventListener("change", () => this.showServer());
        this.querySelector("select[data-media]")?.addEventListener("change", () => this.showBody());
        this.querySelector("[data-copy-curl]").addEventListener("click", (event) => this.copyCurl(event.target));
        for (const box of this.querySelectorAll("[data-token-url]")) {
            box.querySelector("[data-get-token]").addEventListener("click", () => this.getToken(box));
        }
        for (const input of this.querySelectorAll("[data-auth]")) {
            input.addEventListener("input", () => this.keepCredential(input));
        }
        this.showServer();
    }

    // Credentials live as long as the tab and never in an address of ours.
    storageKey(input) {
        return `portico-try-it:${this.dataset.storage}:${input.dataset.scheme}`;
    }

    restoreCredentials() {
        for (const input of this.querySelectorAll("[data-auth]")) {
            try { input.value = sessionStorage.getItem(this.storageKey(input)) ?? input.value; } catch { return; }
        }
    }

    keepCredential(input) {
        try { sessionStorage.setItem(this.storageKey(input), input.value); } catch { /* Then it is not kept. */ }
    }

    showServer() {
        const select = this.querySelector("[data-server]");
        const custom = this.querySelector("[data-custom-server]");
        if (custom) custom.hidden = select.value !== "";
        for (const field of this.querySelectorAll("[data-server-position]")) {
            field.hidden = Number(field.dataset.serverPosition) !== select.selectedIndex;
        }
    }

    showBody() {
        const media = this.querySelector("[data-media]").value;
        for (const part of this.querySelectorAll("[data-body]")) part.hidden = part.dataset.body !== media;
    }

    // The request as the form stands, or an error with the field that is wrong.
    request() {
        for (const input of this.querySelectorAll("[required]")) {
            if (input.closest("[hidden]") || input.value !== "") continue;
            const name = input.dataset.name ?? input.dataset.variable ?? "This field";
            throw new FieldError(`${name} is required.`, input);
        }
        const headers = new Headers();
        const query = [];
        let path = this.dataset.path;
        for (const input of this.querySelectorAll("[data-in]:not([data-auth])")) {
            const { name } = input.dataset;
            if (input.dataset.in === "path") {
                path = path.replaceAll(`{${name}}`, encodeURIComponent(input.value));
            } else if (input.value !== "" && input.dataset.in === "query") {
                query.push(...queryPairs(name, input));
            } else if (input.value !== "" && input.dataset.in === "header") {
                headers.set(name, input.value);
            }
        }
        this.authenticate(headers, query);
        const body = this.body(headers);
        const parts = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
        const url = this.server() + path + (parts.length > 0 ? `?${parts.join("&")}` : "");
        return { method: this.dataset.method, url, headers, body };
    }

    server() {
        const select = this.querySelector("[data-server]");
        const custom = this.querySelector("[data-custom-server]");
        let address = select.value || custom?.value || "";
        if (!/^https?:\/\//i.test(address)) {
            throw new FieldError("The server's address must begin with http:// or https://.", custom ?? select);
        }
        for (const field of this.querySelectorAll("[data-server-position]:not([hidden]) [data-variable]")) {
            address = address.replaceAll(`{${field.dataset.variable}}`, field.value);
        }
        return address.replace(/\/+$/, "");
    }

    authenticate(headers, query) {
        for (const input of this.querySelectorAll("[data-auth]")) {
            const { auth, name } = input.dataset;
            if (input.value === "" && auth !== "name") continue;
            if (auth === "key" && input.dataset.in === "header") headers.set(name, input.value);
            if (auth === "key" && input.dataset.in === "query") query.push([name, input.value]);
            if (auth === "bearer") headers.set("Authorization", `Bearer ${input.value}`);
            if (auth === "http") headers.set("Authorization", `${input.dataset.prefix} ${input.value}`);
            if (auth === "name") {
                const password = this.querySelector(`[data-scheme="${CSS.escape(input.dataset.scheme)}-password"]`);
                if (input.value || password?.value) {
                    headers.set("Authorization", `Basic ${base64(`${input.value}:${password?.value ?? ""}`)}`);
                }
            }
        }
    }

    body(headers) {
        const part = this.querySelector("[data-body]:not([hidden])");
        if (!part || this.dataset.method === "GET" || this.dataset.method === "HEAD") return undefined;
        const media = part.dataset.body;
        const text = part.querySelector("textarea");
        if (text) {
            if (text.value.trim() === "") return undefined;
            headers.set("Content-Type", media);
            return text.value;
        }
        const form = media.startsWith("multipart/") ? new FormData() : new URLSearchParams();
        for (const input of part.querySelectorAll("[data-in=form]")) {
            if (input.type === "file") {
                for (const file of input.files) form.append(input.dataset.name, file);
            } else if (input.value !== "") {
                form.append(input.dataset.name, input.value);
            }
        }
        return form;
    }

    async send() {
        const button = this.querySelector("[data-test=tryit-send]");
        let request;
        try {
            request = this.request();
        } catch (error) {
            this.showTrouble(error);
            return;
        }
        button.disabled = true;
        button.textContent = "Sending…";
        const start = performance.now();
        try {
            const reply = await fetch(request.url, {
                method: request.method, headers: request.headers, body: request.body, credentials: "omit",
                cache: "no-store",
            });
            const bytes = await reply.blob();
            await this.showReply(reply, bytes, Math.round(performance.now() - start));
        } catch {
            this.showTrouble(new NetworkError(request.url));
        } finally {
            button.disabled = false;
            button.textContent = "Send request";
        }
    }

    async showReply(reply, bytes, milliseconds) {
        const kind = ["", "plain", "good", "plain", "warn", "bad"][Math.floor(reply.status / 100)] ?? "plain";
        const line = make("p", "ref-result-line");
        const status = make("span", `ref-status ref-status-${kind}`, `${reply.status} ${reply.statusText}`.trim());
        status.dataset.test = "tryit-status";
        line.append(status, make("span", "", `${milliseconds} ms`), make("span", "", size(bytes.size)));
        const headers = make("details", "ref-result-headers");
        const list = document.createElement("dl");
        list.dataset.test = "tryit-headers";
        for (const [name, value] of reply.headers) list.append(make("dt", "", name), make("dd", "", value));
        headers.append(make("summary", "", "Headers that the browser may read"), list);
        this.result.replaceChildren(line, headers, await this.content(reply, bytes));
        this.result.scrollIntoView({ block: "nearest" });
    }

    async content(reply, bytes) {
        const type = reply.headers.get("Content-Type") ?? "";
        if (/^image\/(png|jpeg|gif|webp)/.test(type)) {
            const image = make("img", "ref-result-image");
            image.alt = "The image that was returned";
            image.src = URL.createObjectURL(bytes);
            return image;
        }
        const card = make("div", "ref-code");
        const pane = make("pre", "ref-pre");
        pane.tabIndex = 0;
        pane.setAttribute("role", "region");
        pane.setAttribute("aria-label", "Body of the response");
        pane.dataset.test = "tryit-body";
        const text = await bytes.slice(0, 1_000_000).text();
        if (bytes.size === 0) {
            pane.textContent = "(no body)";
        } else {
            pane.append(...coloured(pretty(text)));
        }
        card.append(pane);
        return card;
    }

    showTrouble(error) {
        const box = make("div", "ref-result-trouble");
        box.dataset.test = "tryit-error";
        if (error instanceof NetworkError) {
            box.append(
                make("p", "", "The browser could not read an answer."),
                make("p", "", `It asked ${error.origin}. One of these is the reason:`),
                items([
                    "The API does not allow calls from other sites (CORS). It must answer OPTIONS requests and name "
                    + `${location.origin} in Access-Control-Allow-Origin, and the headers that are sent in `
                    + "Access-Control-Allow-Headers.",
                    "The server cannot be reached from here, or its certificate is not trusted.",
                    ...(location.protocol === "https:" && error.origin.startsWith("http:")
                        ? ["This page is secure and the server is not: browsers forbid that."] : []),
                ]),
                make("p", "", "The same request works with cURL, which knows no such limits: use Copy as cURL."));
        } else {
            box.append(make("p", "", error.message));
            if (error.input) {
                error.input.setAttribute("aria-invalid", "true");
                const forgive = () => error.input.removeAttribute("aria-invalid");
                error.input.addEventListener("input", forgive, { once: true });
                error.input.closest("details")?.setAttribute("open", "");
                error.input.focus();
            }
        }
        this.result.replaceChildren(box);
        box.scrollIntoView({ block: "nearest" });
    }

    async copyCurl(button) {
        let request;
        try {
            request = this.request();
        } catch (error) {
            this.showTrouble(error);
            return;
        }
        const lines = [`curl -X ${request.method} ${quote(request.url)}`];
        for (const [name, value] of request.headers) lines.push(`-H ${quote(`${name}: ${value}`)}`);
        if (typeof request.body === "string") lines.push(`--data-raw ${quote(request.body)}`);
        if (request.body && typeof request.body !== "string") {
            const flag = request.body instanceof FormData ? "-F" : "--data-urlencode";
            for (const [name, value] of request.body) {
                lines.push(`${flag} ${quote(`${name}=${value instanceof File ? `@${value.name}` : value}`)}`);
            }
        }
        await copyText(lines.join(" \\\n  "));
        const label = button.textContent;
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = label; }, 2000);
    }

    // The client credentials flow, whose token goes into the field above.
    async getToken(box) {
        const status = box.querySelector("[data-token-status]");
        const id = box.querySelector("[data-client-id]").value;
        const secret = box.querySelector("[data-client-secret]").value;
        const form = new URLSearchParams({ grant_type: "client_credentials" });
        if (box.dataset.scopes) form.set("scope", box.dataset.scopes);
        try {
            const reply = await fetch(box.dataset.tokenUrl, {
                method: "POST", body: form, credentials: "omit",
                headers: { Authorization: `Basic ${base64(`${id}:${secret}`)}` },
            });
            const answer = await reply.json();
            if (!answer.access_token) throw new Error(answer.error_description ?? answer.error ?? `${reply.status}`);
            const input = document.getElementById(box.dataset.for);
            input.value = answer.access_token;
            this.keepCredential(input);
            status.textContent = "The token is filled in.";
        } catch (error) {
            status.textContent = `No token: ${error.message}`;
        }
    }
}

class FieldError extends Error {
    constructor(message, input) {
        super(message);
        this.input = input;
    }
}

class NetworkError extends Error {
    constructor(url) {
        super("network");
        this.origin = new URL(url).origin;
    }
}

// Arrays as OpenAPI writes them: one pair for each value, or one pair with separators.
function queryPairs(name, input) {
    if (input.dataset.type !== "array") return [[name, input.value]];
    const values = input.value.split(",").map((value) => value.trim());
    if (input.dataset.explode !== "false" && (input.dataset.style ?? "form") === "form") {
        return values.map((value) => [name, value]);
    }
    const separator = { spaceDelimited: " ", pipeDelimited: "|" }[input.dataset.style] ?? ",";
    return [[name, values.join(separator)]];
}

function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
}

function items(texts) {
    const list = document.createElement("ul");
    list.append(...texts.map((text) => make("li", "", text)));
    return list;
}

function base64(text) {
    return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function quote(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

function size(bytes) {
    if (bytes < 1024) return `${bytes} B`;
    return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function pretty(text) {
    try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

// JSON with colours; any other text comes out as it is.
function coloured(text) {
    if (!/^\s*[[{]/.test(text) || text.length > 200_000) return [text];
    const nodes = [];
    const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g;
    let end = 0;
    for (const match of text.matchAll(pattern)) {
        nodes.push(text.slice(end, match.index));
        const token = match[1] ?? match[0];
        const kind = match[1] ? (match[2] ? "key" : "string") : /^[tfn]/.test(token) ? "literal" : "number";
        nodes.push(make("span", `hl-${kind}`, token), match[2] ?? "");
        end = match.index + match[0].length;
    }
    nodes.push(text.slice(end));
    return nodes;
}

async function copyText(text) {
    try {
        await navigator.clipboard.writeText(text);
    } catch {
        const area = make("textarea", "visually-hidden");
        area.value = text;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
    }
}

customElements.define("portico-try-it", TryIt);
