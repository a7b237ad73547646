// <portico-try-it>: sends the request that its form describes, and shows the answer.
import { AnswerView, make, masked, read } from "./try-it-answer.js";
import { base64, curl, describe, FieldError, forSamples, headersOf, serverOf } from "./try-it-request.js";
import { fetchToken } from "./try-it-token.js";

class TryIt extends HTMLElement {
    connectedCallback() {
        this.form = this.querySelector("form");
        this.result = this.querySelector("[data-result]");
        this.button = this.querySelector("[data-test=tryit-send]");
        this.stop = this.querySelector("[data-abort]");
        this.relay = this.querySelector("[data-relay]");
        this.application = this.querySelector("[data-application]");
        this.samples = this.dataset.samples && document.querySelector(".ref-tabs:has([data-sample])");
        this.isMasked = true;
        this.form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.send();
        });
        this.stop.addEventListener("click", () => this.controller?.abort());
        this.querySelector("[data-copy-curl]").addEventListener("click", (event) => this.copyCurl(event.target));
        this.form.addEventListener("change", (event) => this.changed(event.target));
        this.form.addEventListener("input", (event) => {
            if (event.target.dataset.auth) this.keepCredential(event.target);
            this.renewSamples();
        });
        for (const box of this.querySelectorAll("[data-flow]")) {
            box.querySelector("[data-get-token]").addEventListener("click", () => this.getToken(box));
        }
        if (this.application) this.application.value = stored(this.key("application")) ?? "";
        if (this.application?.selectedIndex === -1) this.application.value = "";
        this.showApplication();
        this.showServer();
        if (this.querySelector("[data-body][data-masks]") || this.secretsFilled()) this.renewSamples();
    }

    changed(input) {
        if (input.matches("[data-server]")) this.showServer();
        if (input.matches("select[data-media]")) this.showBody();
        if (input.matches("[data-way]")) this.showWay();
        if (input.matches("[data-application]")) {
            keep(this.key("application"), input.value);
            this.showApplication();
        }
        if (input.dataset.example) this.querySelector(`#${input.dataset.example}`).value = input.value;
        this.renewSamples();
    }

    // Credentials live as long as the tab, apart for each application, and never in an address of ours.
    key(name) {
        return `portico-try-it:${this.dataset.storage}:${name}`;
    }

    credentialKey(input) {
        return this.key(`${this.application?.value ?? ""}:${input.dataset.scheme}`);
    }

    keepCredential(input) {
        keep(this.credentialKey(input), input.value);
    }

    secretsFilled() {
        return [...this.querySelectorAll("[data-auth]")].some((input) => input.value !== "");
    }

    showApplication() {
        for (const input of this.querySelectorAll("[data-auth]")) input.value = stored(this.credentialKey(input)) ?? "";
        const hint = this.querySelector("[data-application-hint]");
        const chosen = this.application?.selectedOptions[0];
        if (!hint || !chosen) return;
        hint.replaceChildren();
        if (chosen.value === "") return;
        const { client, keys, address } = chosen.dataset;
        for (const input of client ? this.querySelectorAll("[data-client-id]") : []) input.value = client;
        const link = make("a", "", "Make a new one");
        link.href = address;
        const endings = keys ? `Its keys end in ${keys.split(" ").join(", ")}. ` : "It has no key yet. ";
        const words = client ? "Its client id is filled in below. " : endings;
        hint.append(words, "Secrets are shown once: paste yours. ", link);
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

    showWay() {
        const way = this.querySelector("[data-way]").value;
        for (const box of this.querySelectorAll("[data-ways]")) box.hidden = !box.dataset.ways.split(" ").includes(way);
    }

    async send() {
        let request, view;
        try {
            request = describe(this);
            this.controller = new AbortController();
            this.setBusy(true);
            const start = performance.now();
            view = new AnswerView(this.result, { request, command: curl(request), ...this.sensitive(request) });
            const reply = await this.fetch(request);
            view.masks = this.masksFor(reply.status);
            view.begin(reply, performance.now() - start);
            const bytes = await read(reply, (text) => view.append(text));
            await view.end(bytes, performance.now() - start);
        } catch (error) {
            this.showTrouble(error, request, view);
        } finally {
            this.setBusy(false);
        }
    }

    // The focus goes from one button to the other, and stays where it is otherwise.
    setBusy(isBusy) {
        const hadFocus = [this.button, this.stop].includes(document.activeElement);
        this.button.disabled = isBusy;
        this.button.textContent = isBusy ? "Sending…" : "Send request";
        this.stop.hidden = !isBusy;
        if (hadFocus) (isBusy ? this.stop : this.button).focus();
    }

    async fetch(request) {
        const { signal } = this.controller;
        // The portal reaches the servers of the description alone.
        const isOwnServer = this.querySelector("[data-server]").value === "";
        if (this.relay?.checked && !isOwnServer) return this.fetchThroughPortal(request, signal);
        const cookie = request.headers.find(([name]) => name === "Cookie");
        if (cookie) throw new CookieError();
        let reply;
        try {
            const headers = new Headers(headersOf(request));
            reply = await fetch(request.url, {
                method: request.method, headers, body: request.body, credentials: "omit", cache: "no-store", signal,
            });
        } catch (error) {
            if (error.name === "AbortError") throw error;
            throw new NetworkError(request);
        }
        return {
            status: reply.status, statusText: reply.statusText, headers: [...reply.headers], body: reply.body,
            header: (name) => reply.headers.get(name),
        };
    }

    async fetchThroughPortal(request, signal) {
        const head = { method: request.method, url: request.url, headers: headersOf(request) };
        const reply = await fetch(this.relay.dataset.relay, {
            method: "POST", body: request.body, cache: "no-store", signal,
            headers: { "X-Portico-Relay": base64(JSON.stringify(head)), "Content-Type": "application/octet-stream" },
        });
        const answer = reply.headers.get("X-Portico-Answer");
        if (!answer) throw new RelayError((await reply.text()).slice(0, 500) || `The portal answered ${reply.status}.`);
        const bytes = Uint8Array.from(atob(answer), (character) => character.charCodeAt(0));
        const { status, reason, headers } = JSON.parse(new TextDecoder().decode(bytes));
        return {
            status, statusText: reason, headers, body: reply.body, isRelayed: true,
            header: (name) => headers.find(([other]) => other.toLowerCase() === name)?.[1],
        };
    }

    // What is hidden in headers: the credentials that were sent, and those that servers send.
    sensitive(request) {
        const names = ["set-cookie", "authorization", "proxy-authorization"];
        const keys = [...this.querySelectorAll("[data-auth=key]")].map((input) => input.dataset.name.toLowerCase());
        const placeholders = describe(this, { placeholders: true });
        return { secretNames: new Set([...names, ...keys]), secrets: placeholders.secrets.map((one) => one.value) };
    }

    masksFor(status) {
        const all = JSON.parse(this.dataset.masks ?? "{}");
        return all[status] ?? all[`${String(status)[0]}XX`] ?? all.default ?? [];
    }

    // The samples beside the console say what the form says; credentials never leave this page.
    renewSamples() {
        if (!this.samples) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.fetchSamples(), 250);
    }

    async fetchSamples() {
        const request = describe(this, { placeholders: true });
        const hides = await this.hideBody(request);
        const number = this.sampleNumber = (this.sampleNumber ?? 0) + 1;
        const reply = await fetch(this.dataset.samples, {
            method: "POST", body: forSamples(request), headers: { "Content-Type": "application/json" },
        }).catch(() => undefined);
        if (!reply?.ok || number !== this.sampleNumber) return;
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        for (const fresh of page.querySelectorAll("[data-sample]")) {
            const old = this.samples.querySelector(`[data-sample="${fresh.dataset.sample}"]`);
            if (old) old.replaceChildren(...fresh.childNodes);
        }
        if (!this.isMasked) putBack(this.samples, request.secrets);
        this.showMask(hides || request.secrets.some((secret) => secret.value));
    }

    async hideBody(request) {
        const rules = this.querySelector("[data-body]:not([hidden])")?.dataset.masks;
        if (!rules || typeof request.body !== "string") return false;
        try {
            const hidden = await masked(JSON.parse(request.body), JSON.parse(rules));
            if (this.isMasked && hidden.count > 0) request.body = JSON.stringify(hidden.value, null, 2);
            return hidden.count > 0;
        } catch {
            return false;
        }
    }

    showMask(isNeeded) {
        let label = this.samples.querySelector(".ref-mask");
        if (!label) {
            const input = document.createElement("input");
            input.type = "checkbox";
            input.checked = true;
            input.dataset.test = "samples-mask";
            input.addEventListener("change", () => {
                this.isMasked = input.checked;
                this.fetchSamples();
            });
            label = make("label", "ref-tryit-check ref-mask", input, make("span", "", "Mask sensitive data"));
            this.samples.append(label);
        }
        label.hidden = !isNeeded;
    }

    showTrouble(error, request, view) {
        const box = make("div", "ref-result-trouble");
        box.dataset.test = "tryit-error";
        if (error instanceof NetworkError) {
            box.append(...this.networkAdvice(request));
        } else if (error instanceof CookieError) {
            const way = this.relay ? " directly: send it through the portal" : ". Copy as cURL carries them";
            box.append(make("p", "", "Browsers send no cookies to other sites for a page, so this request cannot be "
                + `sent from here${way}.`));
        } else if (error.name === "AbortError") {
            box.append(make("p", "", "Stopped."));
        } else if (view?.reply) {
            box.append(make("p", "", "The answer was cut off before its end."));
        } else {
            box.append(make("p", "", error.message));
            this.blame(error.input);
        }
        // What has come in of events stays.
        if (view?.live) this.result.append(box); else this.result.replaceChildren(box);
        box.scrollIntoView({ block: "nearest" });
    }

    blame(input) {
        if (!input) return;
        input.setAttribute("aria-invalid", "true");
        const forgive = () => input.removeAttribute("aria-invalid");
        input.addEventListener("input", forgive, { once: true });
        input.closest("details")?.setAttribute("open", "");
        // The button takes the focus when the sending ends; what is wrong takes it after that.
        setTimeout(() => input.focus());
    }

    networkAdvice(request) {
        const { origin } = new URL(request.url);
        const names = headersOf(request).map(([name]) => name).filter((name) => name !== "Cookie");
        const answers = make("pre", "ref-advice", [
            `Access-Control-Allow-Origin: ${location.origin}`, `Access-Control-Allow-Methods: ${request.method}`,
            ...(names.length > 0 ? [`Access-Control-Allow-Headers: ${names.join(", ")}`] : []),
        ].join("\n"));
        answers.tabIndex = 0;
        const reasons = make("ul", "",
            make("li", "", "The API does not allow calls from other sites (CORS). It must answer this request, and an "
                + "OPTIONS request before it, with:", answers, "At a gateway that is its CORS plugin; a route that "
                + "lists methods has to list OPTIONS too."),
            make("li", "", "The server cannot be reached from here, or its certificate is not trusted."));
        if (location.protocol === "https:" && origin.startsWith("http:")) {
            reasons.append(make("li", "", "This page is secure and the server is not: browsers forbid that."));
        }
        const end = make("p", "", "The same request works with cURL, which knows no such limits: use Copy as cURL.");
        if (!this.relay) return [make("p", "", `The browser could not read an answer of ${origin}.`), reasons, end];
        const again = make("button", "button button-secondary button-small", "Send through the portal");
        again.type = "button";
        again.addEventListener("click", () => {
            this.relay.checked = true;
            this.send();
        });
        return [make("p", "", `The browser could not read an answer of ${origin}.`), reasons, end, again];
    }

    async copyCurl(button) {
        try {
            await copyText(curl(describe(this)));
        } catch (error) {
            this.showTrouble(error);
            return;
        }
        const label = button.textContent;
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = label; }, 2000);
    }

    async getToken(box) {
        const status = box.querySelector("[data-token-status]");
        status.textContent = "Asking…";
        try {
            const answer = await fetchToken(box, {
                server: serverOf(this, true), callback: this.dataset.callback ?? location.href,
                onWait: (address) => status.replaceChildren(...waiting(address)),
            });
            const input = document.getElementById(box.dataset.for);
            input.value = answer.access_token;
            this.keepCredential(input);
            this.renewSamples();
            const seconds = answer.expires_in;
            status.textContent = `The token is filled in.${seconds ? ` It is good for ${seconds} seconds.` : ""}`;
        } catch (error) {
            status.textContent = `No token: ${error.message}`;
            if (error instanceof FieldError) this.blame(error.input);
        }
    }
}

class NetworkError extends Error {}
class CookieError extends Error {}
class RelayError extends Error {}

function waiting(address) {
    const link = make("a", "", "Open it here");
    link.href = address;
    link.target = "_blank";
    return ["Sign in in the window that has opened. None there? ", link, "."];
}

// The credentials where their words stand, written as each language writes texts.
function putBack(root, secrets) {
    for (const pane of root.querySelectorAll("[data-sample]")) {
        const isShell = pane.dataset.sample === "shell";
        const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            // The longest words first, since one may begin another.
            for (const { placeholder, value } of secrets.toReversed()) {
                if (!value || !node.data.includes(placeholder)) continue;
                const text = isShell ? value.replaceAll("'", "'\\''") : JSON.stringify(value).slice(1, -1);
                node.data = node.data.replaceAll(placeholder, () => text);
            }
        }
    }
}

function stored(key) {
    try { return sessionStorage.getItem(key); } catch { return null; }
}

function keep(key, value) {
    try { sessionStorage.setItem(key, value); } catch { /* Then it is not kept. */ }
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
