// The third-party services that a portal's operators have switched on; the page says which, and how.
const script = (address, attributes = {}) => {
    const element = Object.assign(document.createElement("script"), { async: true, src: address, ...attributes });
    document.head.append(element);
};

const layer = (config) => config.l || config.data_layer || "dataLayer";

const starts = {
    google_tag_manager(config) {
        const name = layer(config);
        const events = (window[name] ||= []);
        events.push({ "gtm.start": Date.now(), event: "gtm.js" });
        const query = new URLSearchParams({ id: config.id });
        if (name !== "dataLayer") query.set("l", name);
        if (config.preview) query.set("gtm_preview", config.preview);
        if (config.env_name) query.set("gtm_env", config.env_name);
        if (config.cookies_win) query.set("gtm_cookies_win", "x");
        if (config.debug) query.set("gtm_debug", "x");
        if (config.npa) query.set("npa", "1");
        const referrerPolicy = config.auth_referrer_policy || "";
        script(`https://www.googletagmanager.com/gtm.js?${query}`, { referrerPolicy });
    },
    google_analytics_4(config) {
        const name = layer(config);
        const events = (window[name] ||= []);
        // The service reads the arguments object itself, not an array.
        window.gtag ||= function gtag() { events.push(arguments); };
        window.gtag("js", new Date());
        window.gtag("config", config.id);
        const query = new URLSearchParams({ id: config.id });
        if (name !== "dataLayer") query.set("l", name);
        script(`https://www.googletagmanager.com/gtag/js?${query}`);
    },
    equal_web(config) {
        window.interdeal = { sitekey: config.site_key, ...config.widget_config };
        script("https://cdn.equalweb.com/core/5.1.13/accessibility.js", { crossOrigin: "anonymous" });
    },
};

const settings = document.querySelector("meta[name=portico-integrations]");
for (const [name, config] of Object.entries(JSON.parse(settings?.content || "{}"))) starts[name]?.(config);
