// <portico-theme>: light, dark, or what the system says; kept in the browser.
class ThemeChoice extends HTMLElement {
    connectedCallback() {
        this.show();
        this.addEventListener("click", (event) => {
            const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
            if (!choice) return;
            const root = document.documentElement;
            if (choice === "system") {
                delete root.dataset.theme;
            } else {
                root.dataset.theme = choice;
            }
            this.keep(choice);
            for (const other of document.querySelectorAll("portico-theme")) other.show();
        });
    }

    show() {
        const current = document.documentElement.dataset.theme ?? "system";
        for (const button of this.querySelectorAll("button")) {
            button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current));
        }
    }

    keep(choice) {
        try {
            localStorage.setItem("portico-theme", choice);
        } catch {
            // Storage may be switched off; then the choice lasts as long as the page.
        }
    }
}

customElements.define("portico-theme", ThemeChoice);
