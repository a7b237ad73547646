// What the console's form describes, as a request: serialised as OpenAPI says, and as a cURL command.

export class FieldError extends Error {
    constructor(message, input) {
        super(message);
        this.input = input;
    }
}

const boundary = "----portico-form-boundary";

// The request as the form stands. `placeholders` puts words in the place of credentials and asks for nothing.
export function describe(root, { placeholders = false } = {}) {
    if (!placeholders) requireAll(root);
    const request = { method: root.dataset.method, headers: [], secrets: [] };
    const query = [];
    const cookies = [];
    let path = root.dataset.path;
    for (const input of root.querySelectorAll("[data-in]:not([data-auth], [data-in=form])")) {
        const { name } = input.dataset;
        const value = valueOf(input, placeholders);
        if (input.dataset.in === "path") {
            path = path.replaceAll(`{${name}}`, pathText(input, value ?? (placeholders ? name : "")));
        } else if (value !== undefined) {
            if (input.dataset.in === "query") query.push(...queryTexts(input, value));
            if (input.dataset.in === "header") request.headers.push([name, plainText(input, value)]);
            if (input.dataset.in === "cookie") cookies.push(`${name}=${plainText(input, value)}`);
        }
    }
    authenticate(root, request, query, cookies, placeholders);
    if (cookies.length > 0) request.headers.push(["Cookie", cookies.join("; ")]);
    request.url = serverOf(root, placeholders) + path + (query.length > 0 ? `?${query.join("&")}` : "");
    addBody(root, request, placeholders);
    return request;
}

function requireAll(root) {
    for (const input of root.querySelectorAll("[required]")) {
        if (input.closest("[hidden]") || input.value !== "") continue;
        throw new FieldError(`${input.dataset.name ?? input.dataset.variable ?? "This field"} is required.`, input);
    }
}

export function serverOf(root, lenient = false) {
    const select = root.querySelector("[data-server]");
    const custom = root.querySelector("[data-custom-server]");
    let address = select.value || custom?.value.trim() || "";
    for (const field of root.querySelectorAll("[data-server-position]:not([hidden]) [data-variable]")) {
        address = address.replaceAll(`{${field.dataset.variable}}`, field.value);
    }
    if (!/^https?:\/\/[^/]/i.test(address) || !URL.canParse(address)) {
        if (lenient) return select.options[0]?.value ?? "";
        throw new FieldError("The server's address must begin with http:// or https://.", custom ?? select);
    }
    return address.replace(/\/+$/, "");
}

// What was filled in: a text, a list, an object or files; undefined for nothing.
function valueOf(input, lenient) {
    if (input.type === "file") return input.files.length > 0 ? [...input.files] : undefined;
    if (input.multiple) {
        const chosen = [...input.selectedOptions].map((option) => option.value);
        return chosen.length > 0 ? chosen : undefined;
    }
    const text = input.value;
    if (text.trim() === "") return undefined;
    const { type, mediaType } = input.dataset;
    const isList = type === "array" && !mediaType;
    if (type === "object" || mediaType?.includes("json") || (isList && text.trim().startsWith("["))) {
        try {
            return JSON.parse(text);
        } catch {
            if (lenient || (mediaType && type !== "object")) return text;
            throw new FieldError(`${input.dataset.name} must be JSON.`, input);
        }
    }
    return isList ? text.split(",").map((word) => word.trim()) : text;
}

const word = (value) => (value !== null && typeof value === "object" ? JSON.stringify(value) : String(value));
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// `kept` are characters that mean something in addresses and stay as they are all the same.
function encoder(input, kept) {
    const isKept = input.dataset.reserved !== undefined;
    return (text) => encodeURIComponent(text).replace(/[!'()*]|%[0-9A-F]{2}/g, (part) => {
        const character = part.length === 1 ? part : String.fromCharCode(parseInt(part.slice(1), 16));
        if (isKept && kept.includes(character)) return character;
        return part.length === 1 ? `%${part.charCodeAt(0).toString(16).toUpperCase()}` : part;
    });
}

export function queryTexts(input, value) {
    const { name, style, explode, mediaType } = input.dataset;
    const encode = encoder(input, ":/?@!$'()*,;=");
    const own = encodeURIComponent(name);
    const explodes = explode !== undefined;
    if (mediaType && input.dataset.in !== "form") return [`${own}=${encode(word(value))}`];
    const separator = { spaceDelimited: "%20", pipeDelimited: "%7C", tabDelimited: "%09" }[style] ?? ",";
    if (Array.isArray(value)) {
        const words = value.map((item) => encode(word(item)));
        return explodes && style !== "deepObject" ? words.map((item) => `${own}=${item}`)
            : [`${own}=${words.join(separator)}`];
    }
    if (isObject(value)) {
        const pairs = Object.entries(value).map(([key, item]) => [encodeURIComponent(key), encode(word(item))]);
        if (style === "deepObject") return pairs.map(([key, item]) => `${own}%5B${key}%5D=${item}`);
        return explodes ? pairs.map((pair) => pair.join("=")) : [`${own}=${pairs.flat().join(separator)}`];
    }
    return [`${own}=${encode(value)}`];
}

export function pathText(input, value) {
    const { name, style, mediaType } = input.dataset;
    const encode = encoder(input, ":@!$'()*,;=+");
    const explodes = input.dataset.explode !== undefined;
    const { flat, pairs } = parts(mediaType ? word(value) : value, encode);
    if (style === "label") return `.${explodes ? pairs.join(".") : flat.join(",")}`;
    if (style === "matrix") {
        const own = encodeURIComponent(name);
        if (explodes && isObject(value)) return pairs.map((pair) => `;${pair}`).join("");
        return explodes ? flat.map((item) => `;${own}=${item}`).join("") : `;${own}=${flat.join(",")}`;
    }
    return (explodes ? pairs : flat).join(",");
}

function plainText(input, value) {
    const { flat, pairs } = parts(input.dataset.mediaType ? word(value) : value, (text) => text);
    return (input.dataset.explode !== undefined && input.dataset.style === "simple" ? pairs : flat).join(",");
}

function parts(value, encode) {
    if (isObject(value)) {
        const entries = Object.entries(value).map(([key, item]) => [encode(key), encode(word(item))]);
        return { flat: entries.flat(), pairs: entries.map((entry) => entry.join("=")) };
    }
    const flat = (Array.isArray(value) ? value : [value]).map((item) => encode(word(item)));
    return { flat, pairs: flat };
}

function authenticate(root, request, query, cookies, placeholders) {
    const isShown = (input) => !input.closest("[data-ways][hidden]");
    const inputs = [...root.querySelectorAll("[data-auth]")].filter(isShown);
    // The words that stand for credentials differ, so that each can be put back.
    const secret = (value, wordFor) => {
        if (!placeholders) return value;
        const taken = request.secrets.filter((one) => one.placeholder.startsWith(wordFor)).length;
        const placeholder = taken > 0 ? `${wordFor}_${taken + 1}` : wordFor;
        request.secrets.push({ placeholder, value });
        return placeholder;
    };
    for (const input of inputs) {
        const { auth, name, prefix, scheme } = input.dataset;
        const value = input.value.trim();
        if (auth === "name") {
            const password = inputs.find((one) => one.dataset.scheme === `${scheme}-password`)?.value ?? "";
            const isFilled = input.value !== "" || password !== "";
            if (!isFilled && !placeholders) continue;
            const pair = isFilled ? base64(`${input.value}:${password}`) : "";
            request.headers.push(["Authorization", `Basic ${secret(pair, "YOUR_CREDENTIALS")}`]);
        }
        if (value === "" && !placeholders) continue;
        if (auth === "key") {
            const key = secret(value, "YOUR_API_KEY");
            if (input.dataset.in === "header") request.headers.push([name, key]);
            if (input.dataset.in === "query") query.push(`${encodeURIComponent(name)}=${encodeURIComponent(key)}`);
            if (input.dataset.in === "cookie") cookies.push(`${name}=${key}`);
        }
        if (auth === "bearer") request.headers.push(["Authorization", `Bearer ${secret(value, "YOUR_TOKEN")}`]);
        if (auth === "http") {
            request.headers.push(["Authorization", `${prefix} ${secret(value, "YOUR_CREDENTIALS")}`]);
        }
    }
}

function addBody(root, request, lenient) {
    const part = root.querySelector("[data-body]:not([hidden])");
    if (!part || request.method === "GET" || request.method === "HEAD") return;
    const media = part.dataset.body;
    const text = part.querySelector("textarea[id^=tryit-body]");
    const file = part.querySelector("[data-file]");
    if (text) {
        if (text.value.trim() === "") return;
        request.headers.push(["Content-Type", media]);
        request.body = text.value;
    } else if (file) {
        if (!file.files[0] && !lenient) return;
        request.headers.push(["Content-Type", media]);
        request.file = file.files[0] ?? { name: "file" };
        request.body = file.files[0];
    } else {
        request.isMultipart = media.startsWith("multipart/");
        request.form = [...part.querySelectorAll("[data-in=form]")]
            .flatMap((input) => fields(input, valueOf(input, lenient), request.isMultipart));
        if (request.form.length === 0) {
            delete request.form;
        } else if (request.isMultipart) {
            request.body = multipart(request.form);
            request.bodyType = `${media.split(";")[0]}; boundary=${boundary}`;
        } else {
            const encode = (value) => encodeURIComponent(value);
            request.body = request.form.map(({ name, value }) => `${encode(name)}=${encode(value)}`).join("&");
            request.bodyType = media;
        }
    }
}

// The parts of a form that one input gives.
function fields(input, value, isMultipart) {
    const { name, mediaType } = input.dataset;
    if (value === undefined) return [];
    if (input.type === "file") {
        return value.map((file) => ({ name, value: file.name, file, type: file.type || undefined }));
    }
    if (!isMultipart) {
        if (mediaType || (isObject(value) && input.dataset.style === "form")) return [{ name, value: word(value) }];
        return queryTexts(input, value).map((pair) => {
            const [key, rest] = pair.split(/=(.*)/s);
            return { name: decodeURIComponent(key), value: decodeURIComponent(rest) };
        });
    }
    if (isObject(value) || mediaType) {
        return [{ name, value: word(value), type: mediaType ?? "application/json" }];
    }
    return (Array.isArray(value) ? value : [value]).map((item) => ({ name, value: word(item) }));
}

// The body as it is sent, so that what each part says of itself is ours to say.
function multipart(form) {
    const quoted = (text) => text.replaceAll("\"", "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
    const pieces = form.flatMap(({ name, value, file, type }) => {
        const kind = type ?? (file ? "application/octet-stream" : undefined);
        const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`
            + (file ? `; filename="${quoted(value)}"` : "") + (kind ? `\r\nContent-Type: ${kind}` : "");
        return [`${head}\r\n\r\n`, file ?? value, "\r\n"];
    });
    return new Blob([...pieces, `--${boundary}--\r\n`]);
}

// All headers, the type of a form among them.
export function headersOf(request) {
    return request.bodyType ? [...request.headers, ["Content-Type", request.bodyType]] : request.headers;
}

// The request as a command that sends the same.
export function curl(request) {
    const method = request.method === "HEAD" ? "--head " : request.method === "GET" ? "" : `-X ${request.method} `;
    const lines = [`curl ${method}${quote(request.url)}`];
    for (const [name, value] of request.headers) lines.push(`-H ${quote(`${name}: ${value}`)}`);
    if (request.file) {
        lines.push(`--data-binary ${quote(`@${request.file.name}`)}`);
    } else if (request.form) {
        lines.push(...request.form.map((field) => curlField(field, request.isMultipart)));
    } else if (request.body !== undefined) {
        lines.push(`--data-raw ${quote(request.body)}`);
    }
    return lines.join(" \\\n  ");
}

function curlField({ name, value, file, type }, isMultipart) {
    if (!isMultipart) return `--data-urlencode ${quote(`${encodeURIComponent(name)}=${value}`)}`;
    const kind = type ? `;type=${type}` : "";
    if (file) return `-F ${quote(`${name}=@${value}${kind}`)}`;
    if (kind) return `-F ${quote(`${name}="${value.replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}"${kind}`)}`;
    return `${/^[@<"]|;/.test(value) ? "--form-string" : "-F"} ${quote(`${name}=${value}`)}`;
}

function quote(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}

export function base64(text) {
    return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// What the portal makes samples of.
export function forSamples(request) {
    return JSON.stringify({
        method: request.method, url: request.url,
        headers: request.headers.map(([name, value]) => ({ name, value })),
        body: typeof request.body === "string" && !request.form ? request.body : undefined,
        form: request.form?.map(({ name, value, file, type }) => ({ name, value, file: Boolean(file), type })),
        multipart: Boolean(request.isMultipart), file: request.file?.name,
    });
}
