// Shows what a server answered: as it comes in, and when it is all there.

const bullets = "••••••";
const shownBytes = 1_000_000;

export function make(tag, className, ...content) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...content.filter((part) => part !== undefined && part !== ""));
    return element;
}

// Reads a body to its end; texts of events are handed on piece by piece.
export async function read(reply, onText) {
    const type = reply.header("content-type") ?? "";
    const isStream = /event-stream|ndjson|jsonl|stream\+json|json-seq/.test(type);
    const pieces = [];
    if (!reply.body) return new Blob([]);
    const reader = reply.body.getReader();
    const decoder = new TextDecoder();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        pieces.push(part.value);
        if (isStream) onText(decoder.decode(part.value, { stream: true }));
    }
    return new Blob(pieces, { type });
}

export class AnswerView {
    constructor(target, { request, command, masks, secretNames, secrets }) {
        Object.assign(this, { target, request, command, masks, secretNames, secrets });
        this.isMasked = true;
        this.streamed = "";
    }

    // The head is shown at once; events follow as they come in.
    begin(reply, milliseconds) {
        this.reply = reply;
        this.milliseconds = milliseconds;
        this.target.replaceChildren(this.line());
    }

    append(text) {
        this.streamed += text;
        if (!this.live) {
            this.live = pane("Events");
            this.target.append(make("div", "ref-code", this.live));
        }
        this.live.textContent = this.streamed.slice(-shownBytes);
        this.live.scrollTop = this.live.scrollHeight;
    }

    async end(bytes, milliseconds) {
        this.bytes = bytes;
        this.milliseconds = milliseconds;
        await this.draw();
        this.target.scrollIntoView({ block: "nearest" });
    }

    async draw() {
        const { element, isHidden } = await this.content();
        const headers = this.headers();
        const sent = make("details", "ref-result-headers", make("summary", "", "The same request with cURL"));
        const command = pane("Command");
        command.dataset.test = "tryit-command";
        command.textContent = this.isMasked ? this.hide(this.command) : this.command;
        sent.append(make("div", "ref-code", command));
        const hides = isHidden || headers.isHidden || this.hide(this.command) !== this.command;
        this.target.replaceChildren(this.line(), headers.element, element, sent, ...(hides ? [this.toggle()] : []));
    }

    line() {
        const { status, statusText } = this.reply;
        const kind = ["", "plain", "good", "plain", "warn", "bad"][Math.floor(status / 100)] ?? "plain";
        const badge = make("span", `ref-status ref-status-${kind}`, `${status} ${statusText}`.trim());
        badge.dataset.test = "tryit-status";
        const line = make("p", "ref-result-line", badge, make("span", "", `${Math.round(this.milliseconds)} ms`));
        if (!this.bytes) return line;
        line.append(make("span", "", size(this.bytes.size)));
        if (this.bytes.size > 0) line.append(this.download());
        return line;
    }

    download() {
        const link = make("a", "", "Download");
        link.href = URL.createObjectURL(this.bytes);
        const named = /filename="?([^";]+)/.exec(this.reply.header("content-disposition") ?? "")?.[1];
        link.download = named ?? (new URL(this.request.url).pathname.split("/").at(-1) || "answer");
        link.dataset.test = "tryit-download";
        return link;
    }

    headers() {
        const list = document.createElement("dl");
        list.dataset.test = "tryit-headers";
        let isHidden = false;
        for (const [name, value] of this.reply.headers) {
            const shown = this.secretNames.has(name.toLowerCase()) ? bullets : this.hide(value);
            isHidden ||= shown !== value;
            list.append(make("dt", "", name), make("dd", "", this.isMasked ? shown : value));
        }
        const count = this.reply.isRelayed ? "Headers" : "Headers that the browser may read";
        return { element: make("details", "ref-result-headers", make("summary", "", count), list), isHidden };
    }

    // A text without the credentials that were sent.
    hide(text) {
        return this.secrets.filter(Boolean).reduce((rest, secret) => rest.replaceAll(secret, bullets), text);
    }

    toggle() {
        if (this.mask) return this.mask;
        const input = document.createElement("input");
        input.type = "checkbox";
        input.checked = this.isMasked;
        input.dataset.test = "tryit-mask";
        input.addEventListener("change", async () => {
            this.isMasked = input.checked;
            await this.draw();
            input.focus();
        });
        this.mask = make("label", "ref-tryit-check", input, make("span", "", "Mask sensitive data"));
        return this.mask;
    }

    async content() {
        const type = (this.reply.header("content-type") ?? "").toLowerCase();
        if (this.bytes.size === 0) return { element: code("(no body)") };
        if (/^image\/(png|jpeg|gif|webp|avif|svg\+xml)/.test(type)) return { element: await image(this.bytes) };
        const isText = /^text\/|json|xml|javascript|urlencoded|yaml|event-stream|graphql/.test(type) || type === "";
        if (!isText) return { element: make("p", "ref-muted", `The answer is ${size(this.bytes.size)} of ${type}.`) };
        const text = await this.bytes.slice(0, shownBytes).text();
        if (/xml|html/.test(type)) return { element: code(prettyMarkup(text)) };
        let value;
        try { value = JSON.parse(text); } catch { return { element: code(text) }; }
        const hidden = await masked(value, this.masks);
        const shown = this.isMasked ? hidden.value : value;
        return { element: code(...coloured(JSON.stringify(shown, null, 2))), isHidden: hidden.count > 0 };
    }
}

function pane(label) {
    const element = make("pre", "ref-pre");
    element.tabIndex = 0;
    element.setAttribute("role", "region");
    element.setAttribute("aria-label", label);
    return element;
}

function code(...content) {
    const body = pane("Body of the response");
    body.dataset.test = "tryit-body";
    body.append(...content);
    return make("div", "ref-code", body);
}

// Pages may show pictures of their own host or as data, but not from memory.
async function image(bytes) {
    const element = make("img", "ref-result-image");
    element.alt = "The image that was returned";
    element.dataset.test = "tryit-image";
    element.src = await new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(bytes);
    });
    return element;
}

// The value without what the rules hide, and how much that was.
export async function masked(value, rules) {
    const result = { value: structuredClone(value), count: 0 };
    for (const rule of rules ?? []) result.value = await hide(result.value, rule.path, rule, result);
    return result;
}

async function hide(value, path, rule, result) {
    if (path.length === 0) {
        result.count += 1;
        return replacement(value, rule);
    }
    if (value === null || typeof value !== "object") return value;
    for (const key of path[0] === "*" ? Object.keys(value) : [path[0]]) {
        if (!Object.hasOwn(value, key)) continue;
        const inner = await hide(value[key], path.slice(1), rule, result);
        if (inner === undefined) delete value[key]; else value[key] = inner;
    }
    return Array.isArray(value) ? value.filter(() => true) : value;
}

async function replacement(value, { mask, pattern }) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (mask === "remove") return undefined;
    if (mask === "hash" && globalThis.crypto?.subtle) {
        const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
        return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    if (mask === "regex" && pattern) {
        try { return text.replace(new RegExp(pattern, "gu"), bullets); } catch { return bullets; }
    }
    return bullets;
}

function size(bytes) {
    if (bytes < 1024) return `${bytes} B`;
    return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function prettyMarkup(text) {
    const parts = text.replace(/>\s+</g, "><").split(/(?<=>)(?=<)/);
    let depth = 0;
    return parts.map((part) => {
        if (/^<\//.test(part)) depth = Math.max(0, depth - 1);
        const line = "  ".repeat(depth) + part;
        if (/^<[^/?!]/.test(part) && !/\/>$/.test(part) && !/<\/[^>]+>$/.test(part)) depth += 1;
        return line;
    }).join("\n");
}

// JSON with colours; any other text comes out as it is.
function coloured(text) {
    if (text.length > 200_000) return [text];
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
