// <portico-preview>: follows inputs of its form with data-preview="name", "primary" and "mode".
class Preview extends HTMLElement {
    connectedCallback() {
        const scope = this.closest("form") ?? document;
        const update = () => {
            for (const input of scope.querySelectorAll("[data-preview]")) {
                if (input.type !== "radio" || input.checked) this.show(input.dataset.preview, input.value);
            }
        };
        scope.addEventListener("input", update);
        update();
    }

    show(what, value) {
        if (what === "mode") this.dataset.mode = value;
        if (what === "name") {
            for (const place of this.querySelectorAll("[data-preview-name]")) {
                place.textContent = value || "Your portal";
            }
        }
        if (what === "primary" && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value)) this.paint(value);
    }

    // The server computes the real contrasts; here it is enough to write black or white on the colour.
    paint(color) {
        const digits = color.slice(1);
        const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : digits.match(/../g);
        const [red, green, blue] = pairs.map((pair) => {
            const part = parseInt(pair, 16) / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        this.style.setProperty("--color-accent", color);
        this.style.setProperty("--color-accent-contrast", luminance < 0.183 ? "#ffffff" : "#0e1118");
        this.style.setProperty("--color-accent-soft", `color-mix(in srgb, ${color} 10%, var(--color-surface))`);
        this.style.setProperty("--color-accent-border", `color-mix(in srgb, ${color} 35%, var(--color-surface))`);
    }
}

customElements.define("portico-preview", Preview);
