// <portico-editor>: shows what readers will see while one writes. Forms with data-submit-on-change send themselves.
class MarkdownEditor extends HTMLElement {
    connectedCallback() {
        const text = this.querySelector("textarea");
        const target = this.querySelector("[data-target]");
        let timer = 0;
        let latest = 0;
        const show = async () => {
            const number = ++latest;
            const reply = await fetch(this.dataset.preview, { method: "POST", body: text.value });
            const html = await reply.text();
            if (reply.ok && number === latest) target.innerHTML = html;
        };
        text.addEventListener("input", () => {
            clearTimeout(timer);
            timer = setTimeout(() => show().catch(() => {}), 250);
        });
        // Links of the preview are for reading: those within the portal lead nowhere here, others open beside it.
        target.addEventListener("click", (event) => {
            const link = event.target.closest("a[href]");
            if (!link || link.getAttribute("href").startsWith("#")) return;
            event.preventDefault();
            if (link.host !== location.host) open(link.href, "_blank", "noopener");
        });
        text.addEventListener("keydown", (event) => {
            if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            text.form.requestSubmit();
        });
    }
}

customElements.define("portico-editor", MarkdownEditor);

document.addEventListener("change", (event) => {
    event.target.closest?.("form[data-submit-on-change]")?.requestSubmit();
});
