// <form data-guard-unsaved>: the browser asks before a changed form is left.
const state = (form) => new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value])).toString();

for (const form of document.querySelectorAll("form[data-guard-unsaved]")) {
    const initial = state(form);
    let isSent = false;
    form.addEventListener("submit", (event) => {
        isSent = !event.defaultPrevented;
    });
    window.addEventListener("beforeunload", (event) => {
        if (!isSent && state(form) !== initial) event.preventDefault();
    });
}
