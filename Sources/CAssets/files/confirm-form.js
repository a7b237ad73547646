// <form data-confirm="Delete it?" data-confirm-action="Delete">: asks before it is sent.
const build = (question, action) => {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "confirm-title");
    const head = document.createElement("div");
    head.className = "dialog-head";
    const title = document.createElement("h2");
    title.className = "dialog-title";
    title.id = "confirm-title";
    title.textContent = "Are you sure?";
    head.append(title);
    const body = document.createElement("div");
    body.className = "dialog-body muted";
    body.textContent = question;
    const form = document.createElement("form");
    form.method = "dialog";
    form.className = "dialog-actions";
    for (const [value, label, kind] of [["no", "Cancel", "secondary"], ["yes", action, "danger"]]) {
        const button = document.createElement("button");
        button.value = value;
        button.textContent = label;
        button.className = `button button-${kind}`;
        form.append(button);
    }
    dialog.append(head, body, form);
    return dialog;
};

document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const action = event.submitter?.dataset.confirmAction ?? form.dataset.confirmAction ?? "Continue";
    const submitter = event.submitter;
    const dialog = build(question, action);
    dialog.addEventListener("close", () => {
        dialog.remove();
        if (dialog.returnValue !== "yes") return submitter?.focus();
        form.dataset.confirmed = "yes";
        form.requestSubmit(submitter);
        delete form.dataset.confirmed;
    });
    document.body.append(dialog);
    dialog.showModal();
}, true);
