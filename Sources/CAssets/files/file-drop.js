// <portico-file-drop>: the input covers the area; here it shows what was chosen.
class FileDrop extends HTMLElement {
    connectedCallback() {
        const input = this.querySelector("input[type=file]");
        const text = this.querySelector(".file-drop-text");
        const initial = text.innerHTML;
        const note = this.querySelector(".file-drop-note");
        const noteText = note.textContent;
        const show = () => {
            const files = [...input.files];
            this.classList.toggle("has-file", files.length > 0);
            if (files.length === 0) {
                text.innerHTML = initial;
                note.textContent = noteText;
                return;
            }
            text.textContent = files.map((file) => file.name).join(", ");
            note.textContent = this.size(files.reduce((sum, file) => sum + file.size, 0));
        };
        input.addEventListener("change", show);
        for (const name of ["dragenter", "dragover"]) {
            this.addEventListener(name, () => this.classList.add("is-over"));
        }
        for (const name of ["dragleave", "drop"]) {
            this.addEventListener(name, () => this.classList.remove("is-over"));
        }
        show();
    }

    size(bytes) {
        if (bytes < 1000) return `${bytes} bytes`;
        if (bytes < 1000000) return `${(bytes / 1000).toFixed(1)} KB`;
        return `${(bytes / 1000000).toFixed(1)} MB`;
    }
}

customElements.define("portico-file-drop", FileDrop);
