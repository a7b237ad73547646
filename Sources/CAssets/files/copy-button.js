// <portico-copy data-text="..."><button>: copies the text and says so.
class CopyButton extends HTMLElement {
    connectedCallback() {
        const button = this.querySelector("button");
        const words = button.querySelector("span");
        const status = document.createElement("span");
        status.className = "visually-hidden";
        status.setAttribute("role", "status");
        this.append(status);
        button.addEventListener("click", async () => {
            if (!await this.copy(this.dataset.text)) return;
            this.classList.add("is-copied");
            status.textContent = "Copied";
            if (words) words.textContent = "Copied";
            clearTimeout(this.timer);
            this.timer = setTimeout(() => {
                this.classList.remove("is-copied");
                status.textContent = "";
                if (words) words.textContent = "Copy";
            }, 2000);
        });
    }

    async copy(text) {
        try {
            await navigator.clipboard.writeText(text);
            return true;
        } catch {
            return this.copyBySelection(text);
        }
    }

    // Pages without TLS have no clipboard API.
    copyBySelection(text) {
        const area = document.createElement("textarea");
        area.value = text;
        area.className = "visually-hidden";
        (this.closest("dialog") ?? document.body).append(area);
        area.select();
        const done = document.execCommand("copy");
        area.remove();
        this.querySelector("button").focus();
        return done;
    }
}

customElements.define("portico-copy", CopyButton);
