// The page that authorization servers send the browser back to: it tells the console, and goes.
const answer = Object.fromEntries(new URLSearchParams(location.search));
const channel = new BroadcastChannel("portico-sign-in");
channel.postMessage(answer);
history.replaceState(null, "", location.pathname);
// The message is on its way when this runs.
setTimeout(() => {
    channel.close();
    window.close();
}, 200);
