// Tokens from authorization servers: client credentials, and signing in with a code and PKCE.
import { base64, FieldError } from "./try-it-request.js";

const channelName = "portico-sign-in";
const patience = 5 * 60 * 1000;

// The answer of the token endpoint that a box describes.
export async function fetchToken(box, { server, callback, onWait }) {
    const id = box.querySelector("[data-client-id]");
    const secret = box.querySelector("[data-client-secret]").value;
    if (id.value === "") throw new FieldError("The client id is required.", id);
    const addresses = await endpoints(box, server);
    const scope = [...box.querySelectorAll("[data-scope]:checked")].map((one) => one.value).join(" ");
    const form = new URLSearchParams();
    if (box.dataset.flow === "clientCredentials") {
        form.set("grant_type", "client_credentials");
        if (scope) form.set("scope", scope);
        for (const extra of box.querySelectorAll("[data-extra]")) {
            if (extra.value === "" && extra.dataset.needed !== undefined) {
                throw new FieldError(`${extra.dataset.extra} is required.`, extra);
            }
            if (extra.value !== "" || extra.dataset.omitIfEmpty === undefined) {
                form.set(extra.dataset.extra, extra.value);
            }
        }
    } else {
        const answer = await signIn(addresses.authorization, { id: id.value, scope, callback, onWait });
        form.set("grant_type", "authorization_code");
        form.set("code", answer.code);
        form.set("redirect_uri", answer.redirect);
        form.set("code_verifier", answer.verifier);
        if (!secret) form.set("client_id", id.value);
    }
    return exchange(addresses.token, form, id.value, secret);
}

async function endpoints({ dataset }, server) {
    const absolute = (address) => new URL(address, `${server}/`).href;
    if (!dataset.discovery) {
        const { tokenUrl, authorizationUrl } = dataset;
        return { token: absolute(tokenUrl), authorization: authorizationUrl && absolute(authorizationUrl) };
    }
    const reply = await call(absolute(dataset.discovery));
    const { token_endpoint: token, authorization_endpoint: authorization } = await reply.json();
    if (!token || !authorization) throw new Error("The provider's discovery document names no endpoints.");
    return { token, authorization };
}

async function call(address, options) {
    try {
        return await fetch(address, { credentials: "omit", cache: "no-store", ...options });
    } catch {
        throw new Error(
            `The browser could not read an answer of ${new URL(address).origin}. It has to allow ${location.origin} `
            + "(CORS). A token that you got elsewhere can be pasted above.");
    }
}

async function exchange(address, form, id, secret) {
    const encoded = (text) => encodeURIComponent(text).replaceAll("%20", "+");
    const headers = secret || form.get("grant_type") === "client_credentials"
        ? { Authorization: `Basic ${base64(`${encoded(id)}:${encoded(secret)}`)}` } : {};
    const reply = await call(address, { method: "POST", body: form, headers });
    const answer = await reply.json().catch(() => ({}));
    if (!reply.ok || !answer.access_token) {
        throw new Error(answer.error_description ?? answer.error ?? `the server answered ${reply.status}`);
    }
    return answer;
}

// Opens the provider in a window of its own, which comes back to a page of ours that tells the code.
async function signIn(authorization, { id, scope, callback, onWait }) {
    if (!crypto.subtle) throw new Error("Signing in needs a portal that is served over HTTPS.");
    const state = randomText();
    const verifier = randomText();
    const redirect = new URL(callback, location.href).href;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    const address = new URL(authorization);
    const parameters = {
        response_type: "code", client_id: id, redirect_uri: redirect, state, code_challenge_method: "S256",
        code_challenge: urlSafe(new Uint8Array(digest)), ...(scope ? { scope } : {}),
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    const answer = waitFor(state);
    window.open(address.href, "_blank", "popup,width=520,height=720");
    onWait(address.href);
    const { code, error, error_description: reason } = await answer;
    if (!code) throw new Error(reason ?? error ?? "nobody signed in");
    return { code, redirect, verifier };
}

function waitFor(state) {
    return new Promise((resolve, reject) => {
        const channel = new BroadcastChannel(channelName);
        const timer = setTimeout(() => {
            channel.close();
            reject(new Error("nobody signed in within five minutes"));
        }, patience);
        channel.addEventListener("message", ({ data }) => {
            if (data?.state !== state) return;
            clearTimeout(timer);
            channel.close();
            resolve(data);
        });
    });
}

function randomText() {
    return urlSafe(crypto.getRandomValues(new Uint8Array(32)));
}

function urlSafe(bytes) {
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
