// <portico-api-draft>: reads the chosen description and fills what is still empty in the form around it.
class ApiDraft extends HTMLElement {
    connectedCallback() {
        this.filled = {};
        this.addEventListener("change", () => this.read());
    }

    async read() {
        const file = this.querySelector("input[type=file]").files[0];
        const outcome = this.querySelector("[data-outcome]");
        if (!file) return;
        outcome.textContent = "Reading…";
        try {
            const reply = await fetch(this.dataset.address, { method: "POST", body: await file.arrayBuffer() });
            if (!reply.ok) throw new Error(String(reply.status));
            this.show(await reply.json(), outcome);
        } catch {
            outcome.textContent = "This file could not be read here; it will be when you create the API.";
        }
    }

    show(found, outcome) {
        const form = this.closest("form");
        for (const name of ["name", "version", "slug", "description"]) {
            const field = form.elements[name];
            if (field.value !== "" && field.value !== this.filled[name]) continue;
            field.value = found[name];
            this.filled[name] = found[name];
        }
        const problems = found.problems === 0 ? "no problems" : `${found.problems} problems, shown after it is created`;
        outcome.textContent = `${found.kind}: ${found.operations} operations, ${problems}.`;
    }
}

customElements.define("portico-api-draft", ApiDraft);
